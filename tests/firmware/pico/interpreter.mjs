// A Pico as a process: a real MicroPython that runs the files of a folder. File descriptors: 0 orders of a test (a line
// each), LINE the serial line, NOTES what the pins did (a line each).
// node interpreter.mjs FOLDER_OF_PACKAGES FOLDER_OF_FIRMWARE LINE NOTES
import { readdirSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker, isMainThread, workerData } from 'node:worker_threads';

const SIZE = 1 << 16;
const [PACKAGES, FIRMWARE] = process.argv.slice(2);
const [LINE, NOTES] = process.argv.slice(4).map(Number);

/** Bytes from a file descriptor, which a thread of its own reads, so that the interpreter need not stop for them. */
class Incoming {
  constructor(descriptor, shared, woken) {
    this.descriptor = descriptor;
    this.shared = shared ?? new SharedArrayBuffer(SIZE + 8);
    this.ends = new Int32Array(this.shared, 0, 2); // how many bytes were taken, and put
    this.bytes = new Uint8Array(this.shared, 8);
    this.woken = woken;
  }

  get available() {
    return Atomics.load(this.ends, 1) - Atomics.load(this.ends, 0);
  }

  peek() {
    return this.bytes[Atomics.load(this.ends, 0) % SIZE];
  }

  take() {
    const byte = this.peek();
    Atomics.add(this.ends, 0, 1);
    Atomics.notify(this.ends, 0);
    return byte;
  }

  fill() {
    const chunk = Buffer.alloc(4096);
    for (;;) {
      const count = readSync(this.descriptor, chunk);
      if (count === 0) return;
      while (SIZE - this.available < count) Atomics.wait(this.ends, 0, Atomics.load(this.ends, 0));
      const put = Atomics.load(this.ends, 1);
      for (let place = 0; place < count; place += 1) this.bytes[(put + place) % SIZE] = chunk[place];
      Atomics.add(this.ends, 1, count);
      Atomics.add(this.woken, 0, 1);
      Atomics.notify(this.woken, 0);
    }
  }
}

if (isMainThread) {
  await beAPico();
} else {
  const { descriptor, shared, signal } = workerData;
  try {
    new Incoming(descriptor, shared, new Int32Array(signal)).fill();
  } catch {
    // The other end is gone, and so will this process be.
  }
}

async function beAPico() {
  const place = join(PACKAGES, '@micropython/micropython-webassembly-pyscript/micropython.mjs');
  const { loadMicroPython } = await import(pathToFileURL(place));
  const signal = new SharedArrayBuffer(4);
  const woken = new Int32Array(signal);
  const line = new Incoming(LINE, undefined, woken);
  const orders = new Incoming(0, undefined, woken);
  for (const incoming of [line, orders]) {
    const { descriptor, shared } = incoming;
    new Worker(new URL(import.meta.url), { workerData: { descriptor, shared, signal } });
  }
  let files = new Map(readdirSync(FIRMWARE).filter(isPython).map((name) => [name, readFileSync(join(FIRMWARE, name))]));
  for (;;) {
    const interpreter = await loadMicroPython({ linebuffer: false, stdout: (bytes) => send(bytes) });
    const { FS } = interpreter;
    FS.mkdir('/pico');
    for (const name of readdirSync(import.meta.dirname).filter(isPython))
      FS.writeFile(`/pico/${name}`, readFileSync(join(import.meta.dirname, name)));
    for (const [name, content] of files) FS.writeFile(`/${name}`, content);
    interpreter.registerJsModule('wires', wires(line, orders, woken));
    runFirmware(interpreter, files.has('main.py'));
    note(-1, 'prompt', 0);
    interpreter.replInit();
    for (;;) {
      while (!line.available) Atomics.wait(woken, 0, Atomics.load(woken, 0), 50);
      if (interpreter.replProcessChar(line.take())) break;
    }
    files = new Map(FS.readdir('/').filter(isPython).map((name) => [name, FS.readFile(`/${name}`)]));
    note(-1, 'boot', 0);
  }
}

function isPython(name) {
  return name.endsWith('.py');
}

function runFirmware(interpreter, present) {
  interpreter.runPython('import sys\nsys.path.append("/pico")\nimport chip');
  try {
    if (present) interpreter.runPython('exec(open("/main.py").read())');
  } catch (error) {
    note(-1, 'ended', String(error));
  }
  interpreter.runPython('chip.give_back()');
}

/** What the stand-ins for hardware are connected to. */
function wires(line, orders, woken) {
  return {
    ticks_us: () => Number((process.hrtime.bigint() / 1000n) & 0x3fffffffn),
    ticks_ms: () => Number((process.hrtime.bigint() / 1000000n) & 0x3fffffffn),
    available: () => line.available,
    peek: () => line.peek(),
    read: () => line.take(),
    write: (hexadecimal) => send(Buffer.from(hexadecimal, 'hex')),
    can_write: () => true,
    note,
    stop: () => process.exit(3),
    order() {
      if (!orders.available) return '';
      let text = '';
      for (;;) {
        while (!orders.available);
        const letter = String.fromCharCode(orders.take());
        if (letter === '\n') return text;
        text += letter;
      }
    },
    wait(milliseconds) {
      const before = Atomics.load(woken, 0);
      if (!line.available && !orders.available) Atomics.wait(woken, 0, before, milliseconds);
    },
  };
}

function send(bytes) {
  for (let sent = 0; sent < bytes.length; ) {
    try {
      sent += writeSync(LINE, bytes, sent);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
      return; // nobody reads, and what is lost is lost
    }
  }
}

function note(pin, kind, value) {
  writeSync(NOTES, `${JSON.stringify([Number(process.hrtime.bigint()) / 1e9, pin, kind, value])}\n`);
}
