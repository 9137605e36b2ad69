// Makes dist for the .NET build: installs what the lock file names and builds, each only where something changed, and
// never twice at once (several builds of the solution may run beside each other). Run by Console.targets.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lock = join(root, 'node_modules.lock');
const installedStamp = join(root, 'node_modules', '.telemetry-lock');
const builtStamp = join(root, 'dist', '.made');
const parts = ['src', 'public', 'build', 'index.html', 'package.json', 'package-lock.json', 'tsconfig.json',
  'vite.config.ts'];

/** Longer than any build takes: who holds the lock for longer has died. */
const lockHoldsFor = 10 * 60_000;

function* filesOf(path) {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) { yield path; return; }
  for (const name of readdirSync(path).sort()) yield* filesOf(join(path, name));
}

/** By content: a checkout that touches files makes no build. */
function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesOf(join(root, path))) {
      hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

const says = (file, text) => existsSync(file) && readFileSync(file, 'utf8') === text;

function run(command, ...rest) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status, stdout, stderr, error } = spawnSync(npm, [command, ...rest], {
    cwd: root, encoding: 'utf8', shell: process.platform === 'win32', env: { ...process.env, NO_COLOR: '1' },
  });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}${error ?? ''}\n`);
  const what = `npm ${command} ${rest.join(' ')}`;
  console.error(`console : error TELEMETRY002: ${what} failed; -p:Console=false leaves the console out`);
  throw new Error('npm');
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function takeLock() {
  try {
    mkdirSync(lock);
    writeFileSync(join(lock, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  try {
    const age = Date.now() - statSync(lock).mtimeMs;
    const pid = existsSync(join(lock, 'pid')) ? Number(readFileSync(join(lock, 'pid'), 'utf8')) : 0;
    if (age > lockHoldsFor || (age > 5_000 && !isAlive(pid))) rmSync(lock, { recursive: true, force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  return false;
}

while (!takeLock()) await new Promise(resolve => setTimeout(resolve, 300));
try {
  const wantedPackages = fingerprint(['package.json', 'package-lock.json', '.npmrc']);
  if (!says(installedStamp, wantedPackages)) {
    run('ci', '--no-audit', '--no-fund');
    writeFileSync(installedStamp, wantedPackages);
  }
  const wanted = fingerprint(parts);
  if (!says(builtStamp, wanted)) {
    run('run', 'build', '--silent');
    writeFileSync(builtStamp, wanted);
  }
  utimesSync(builtStamp, new Date(), new Date());
} catch (error) {
  if (error.message !== 'npm') throw error;
  process.exitCode = 1;
} finally {
  rmSync(lock, { recursive: true, force: true });
}
