import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/** Has a virtual device do something, over its control socket. Rejects with what it said of it. */
export async function tellDevice(control: string, command: Readonly<Record<string, unknown>>): Promise<void> {
  const socket = connect(control);
  try {
    await once(socket, 'connect');
    const lines = createInterface(socket);
    socket.write(`${JSON.stringify(command)}\n`);
    const [line] = (await once(lines, 'line')) as [string];
    const { ok, error } = JSON.parse(line) as { ok: boolean; error?: string };
    if (!ok) throw new Error(error);
  } finally {
    socket.destroy();
  }
}
