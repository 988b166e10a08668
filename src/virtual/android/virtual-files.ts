import type { Device } from './device.js';

/** The files of /proc and /system that programs read. */
export function describeFiles(device: Device): void {
  const { files } = device;
  files.generate('/proc/net/unix', () => {
    const head = 'Num       RefCount Protocol Flags    Type St Inode Path\n';
    const names = ['/dev/socket/zygote', '/dev/socket/logd', '@jdwp-control'];
    for (const name of device.sockets.keys()) {
      if (name.startsWith('localabstract:')) names.push(`@${name.slice('localabstract:'.length)}`);
    }
    const line = (name: string, index: number): string =>
      `0000000000000000: 00000002 00000000 00010000 0001 01 ${20_000 + index * 13} ${name}\n`;
    return head + names.map(line).join('');
  });
  files.generate('/proc/version', () => `Linux version 6.1.0-android14 (build@host) #1 SMP PREEMPT\n`);
  files.generate(
    '/proc/uptime',
    () => `${(device.uptimeMs / 1000).toFixed(2)} ${(device.uptimeMs / 1000).toFixed(2)}\n`,
  );
  files.generate(
    '/proc/meminfo',
    () => 'MemTotal:        4025576 kB\nMemFree:         1225576 kB\nMemAvailable:    2525576 kB\n',
  );
  files.generate('/proc/cpuinfo', () => 'processor\t: 0\nmodel name\t: virtual\n');
  files.generate(
    '/proc/sys/kernel/random/boot_id',
    () => `00000000-0000-4000-8000-${String(device.bootNumber).padStart(12, '0')}\n`,
  );
  files.generate('/system/build.prop', () =>
    Object.entries(device.properties.all())
      .filter(([name]) => name.startsWith('ro.'))
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  files.generate('/system/etc/hosts', () => '127.0.0.1       localhost\n::1             ip6-localhost\n');
  files.processFile = (name) => {
    const [, pid, what] = /^\/proc\/(\d+)\/(\w+)$/.exec(name) ?? [];
    const process = device.processes.get(Number(pid));
    if (process === undefined) return undefined;
    if (what === 'cmdline') return `${process.name}\0`;
    if (what === 'comm') return `${process.name.slice(-15)}\n`;
    return `Name:\t${process.name.slice(-15)}\nPid:\t${process.pid}\nPPid:\t${process.ppid}\nUid:\t${process.uid}\t${process.uid}\t${process.uid}\t${process.uid}\n`;
  };
}
