import { expect } from 'chai';
import path from 'node:path';
import { defaultCacheFolder } from '../../src/plugins/cache.js';
import { resolvePlugin } from '../../src/plugins/resolve.js';
import { errorOf, folderOf, temporary } from './support.js';

describe('the cache of plugins', () => {
  it('lies where the user says, else where the platform keeps caches', () => {
    const home = { HOME: '/home/u' };
    expect(
      defaultCacheFolder({ ...home, KEYSTORE_AUDIT_CACHE: '/c', XDG_CACHE_HOME: '/x' }, 'linux'),
    ).to.equal('/c');
    expect(defaultCacheFolder({ ...home, XDG_CACHE_HOME: '/x' }, 'linux')).to.equal('/x/keystore-audit');
    expect(defaultCacheFolder({ ...home, XDG_CACHE_HOME: 'x' }, 'linux')).to.equal(
      '/home/u/.cache/keystore-audit',
    );
    expect(defaultCacheFolder(home, 'linux')).to.equal('/home/u/.cache/keystore-audit');
    expect(defaultCacheFolder(home, 'darwin')).to.equal('/home/u/Library/Caches/keystore-audit');
    expect(defaultCacheFolder({ ...home, LOCALAPPDATA: '/local' }, 'win32')).to.equal(
      path.join('/local', 'keystore-audit', 'Cache'),
    );
  });

  it('says so when it cannot be written', async () => {
    const root = temporary();
    folderOf(root, { file: '' });
    const error = await errorOf(() =>
      resolvePlugin('x@1.0.0', { cacheFolder: path.join(root, 'file', 'cache'), cwd: root }),
    );
    expect(error.code).to.equal('npm-failed');
    expect(error.hint).to.include('KEYSTORE_AUDIT_CACHE');
  });
});
