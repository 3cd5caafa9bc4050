import { expect, test } from 'vitest';
import { Answers, RobotError } from './answers';

test('each answer goes to the command with its id', async () => {
  const answers = new Answers();
  const first = answers.expect();
  const second = answers.expect();
  expect(answers.settle({ type: 'done', id: second.id, value: 2 })).toBe(true);
  expect(answers.settle({ type: 'done', id: first.id, value: 1 })).toBe(true);
  expect((await first.answer).value).toBe(1);
  expect((await second.answer).value).toBe(2);
});

test('a refusal carries its sentence and its hint', async () => {
  const answers = new Answers();
  const { id, answer } = answers.expect();
  answers.settle({ type: 'failed', id, message: 'The arm cannot do that.', hint: 'Try 90.' });
  await expect(answer).rejects.toEqual(new RobotError('The arm cannot do that.', 'Try 90.'));
  await expect(answer).rejects.toHaveProperty('hint', 'Try 90.');
});

test('a failure without an id answers nobody', () => {
  expect(new Answers().settle({ type: 'failed', message: 'That was no JSON.' })).toBe(false);
});

test('an answer counts once', async () => {
  const answers = new Answers();
  const { id, answer } = answers.expect();
  expect(answers.settle({ type: 'done', id })).toBe(true);
  expect(answers.settle({ type: 'done', id })).toBe(false);
  await answer;
});

test('nobody waits for a robot that is gone', async () => {
  const answers = new Answers();
  const { answer } = answers.expect();
  answers.abandon(new RobotError('gone'));
  await expect(answer).rejects.toThrow('gone');
});
