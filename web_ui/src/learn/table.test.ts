import { describe, expect, test } from 'vitest';
import { numberOf, tableOf } from './table';

const IRIS = 'petal length,petal width,species\n1.4,0.2,setosa\n4.7,1.4,versicolor\n';

test('a table has named numbers and a class in each line', () => {
  expect(tableOf(IRIS, 'iris.csv')).toEqual({
    columns: ['petal length', 'petal width'],
    rows: [
      { numbers: [1.4, 0.2], label: 'setosa' },
      { numbers: [4.7, 1.4], label: 'versicolor' },
    ],
  });
});

test('as German spreadsheets write it', () => {
  const { columns, rows } = tableOf('﻿Art;Länge;"Breite, oben"\r\nRose;5,1;−3\r\nTulpe;4;2,5\r\n\r\n', 'blumen.csv');
  expect(columns).toEqual(['Länge', 'Breite, oben']);
  expect(rows).toEqual([{ numbers: [5.1, -3], label: 'Rose' }, { numbers: [4, 2.5], label: 'Tulpe' }]);
});

test('where all are numbers, the last is the class', () => {
  expect(tableOf('x\ty\tkind\n1\t2\t0\n3\t4\t1', 'x.tsv').rows[1]).toEqual({ numbers: [3, 4], label: '1' });
});

describe('what is no table is told in words', () => {
  test.each([
    ['My holidays were nice.', 'is no table'],
    ['', 'is no table'],
    ['a,b,kind\n1,x,rose\n2,3,tulip', 'Line 2 of “t.csv”: “x” in the column “b”'],
    ['a,b,kind\n1,2,rose\n2,3', 'Line 3 of “t.csv” does not say which class'],
    ['a,b,kind\n1,2,rose\n,3,tulip', 'Line 3 of “t.csv”: “” in the column “a”'],
    [`a,kind\n${Array.from({ length: 101 }, (_, index) => `1,k${index}`).join('\n')}`, '101 classes'],
    [`a,kind\n${'1,x\n'.repeat(3001)}`, '3001 lines'],
    [`${Array.from({ length: 202 }, (_, index) => `c${index}`).join()}\n${Array.from({ length: 202 }, () => '1').join()}`, '201 columns'],
  ])('%#', (text, sentence) => {
    expect(() => tableOf(text, 't.csv')).toThrow(sentence);
  });
});

test('numbers', () => {
  expect(numberOf(' 5,1 ', true)).toBe(5.1);
  expect(numberOf('5,1', false)).toBeNaN();
  expect(numberOf('', true)).toBeNaN();
});
