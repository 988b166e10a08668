import getPort from 'get-port';

/** A random one of many, so that two audits which look at the same moment hardly ever find the same. */
export async function freePort(): Promise<number> {
  const ports = Array.from({ length: 20 }, () => 20_000 + Math.floor(Math.random() * 40_000));
  return getPort({ port: ports, host: '127.0.0.1' });
}
