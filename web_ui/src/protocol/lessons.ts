import { LESSON_TYPE } from '../network/network';
import { ask } from './ask';

/** A piece of text that looks the same. */
export interface Span {
  text: string;
  style: 'plain' | 'bold' | 'slanted' | 'code';
}

/** What is to be read, one below the other. */
export type Block =
  | { kind: 'paragraph'; spans: Span[] }
  | { kind: 'list'; items: Span[][]; numbered: boolean }
  | { kind: 'code'; text: string };

/** A step of a lesson; its hints open one after the other. */
export interface LessonStep {
  title: string;
  blocks: Block[];
  hints: Block[][];
}

interface Card {
  id: string;
  title: string;
  learn: string;
  level: number;
  minutes: number;
  /** The names of the parts that it needs. */
  needs: string[];
}

/** A lesson of the robot's, and how far one has come; or why it is not as it must be. */
export type LessonEntry = (Card & { own: boolean; goals: number; reached: number }) | { id: string; own: boolean; fault: string };

/** A lesson in full; `step` is the step that a goal belongs to, from 1, and 0 for all. */
export interface Lesson extends Card {
  steps: LessonStep[];
  goals: { text: string; step: number; reached: boolean }[];
}

/** Where the robot has a lesson as a zip, for whoever begins with a copy. */
export function zipOf(id: string): string {
  return `/api/lessons/${encodeURIComponent(id)}.zip`;
}

/** What a lesson is called whose zip has this name: as `04_dance` of `04_Dance (2).zip`. */
export function idOf(name: string): string {
  const plain = name.replace(/\.zip$/i, '').replace(/ ?\(\d+\)$/, '').toLowerCase();
  return plain.replace(/[^a-z0-9_-]+/g, '-').replace(/^[^a-z0-9]+|-+$/g, '').slice(0, 40) || 'lesson';
}

/** Asks the robot for lessons; all its functions throw `RobotError`. */
export class RobotLessons {
  /**
   * @param unreachable the sentence and the hint for when the robot does not answer at all
   * @param language in which lessons are told, where they are
   */
  constructor(
    private readonly unreachable: { message: string; hint: string },
    private readonly language: string,
  ) {}

  async list(): Promise<LessonEntry[]> {
    return (await this.request<{ lessons: LessonEntry[] }>(`lessons?language=${this.language}`)).lessons;
  }

  read(id: string): Promise<Lesson> {
    return this.request(`lessons/${encodeURIComponent(id)}?language=${this.language}`);
  }

  /** Opens a lesson; everybody is told by `about.lesson`. `anew`: its recipe becomes as it was at the beginning. */
  async begin(id: string, anew: boolean): Promise<void> {
    const body = JSON.stringify({ id, language: this.language, anew });
    await this.request('lesson', { method: 'PUT', body, headers: { 'Content-Type': 'application/json' } });
  }

  async leave(): Promise<void> {
    await this.request('lesson', { method: 'DELETE' });
  }

  /** As a teacher: opens a lesson for every pupil of the class, also for those who come later.
   * @returns how many have it now */
  async beginForAll(id: string): Promise<number> {
    const body = JSON.stringify({ id, language: this.language });
    const options = { method: 'POST', body, headers: { 'Content-Type': 'application/json' } };
    return (await this.request<{ pupils: number }>('class/lesson', options)).pupils;
  }

  /** As a teacher: brings a lesson of one's own, in place of an own one of the same name.
   * @param file a zip of its folder, with the folder's name
   * @returns what the lesson is called, for the robot and for people */
  async bring(file: File): Promise<{ id: string; title: string }> {
    const body = new Blob([file], { type: LESSON_TYPE });
    return await this.request(`lessons/${encodeURIComponent(idOf(file.name))}`, { method: 'PUT', body });
  }

  /** As a teacher: removes a lesson of one's own. */
  async remove(id: string): Promise<void> {
    await this.request(`lessons/${encodeURIComponent(id)}`, { method: 'DELETE' });
  }

  async leaveForAll(): Promise<void> {
    await this.request('class/lesson', { method: 'DELETE' });
  }

  private async request<T>(path: string, options: Parameters<typeof ask>[1] = {}): Promise<T> {
    return (await ask(`/api/${path}`, options, this.unreachable)) as T;
  }
}
