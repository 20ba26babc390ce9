import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Program, startProgram } from '../monitoring/start-program.ts';
import { findProxies, type Proxies } from '../../../tools/proxies.ts';

/** @throws {Error} where they are missing: a test that needs them must not pass by being left out */
export function proxies(): Proxies {
  const found = findProxies();
  if (!found) throw new Error('this test needs nginx and HAProxy: apt-get install nginx haproxy');
  return found;
}

/** nginx whose server block is given; files in its folder may be included. */
export async function startNginx(
  server: string,
  files: Readonly<Record<string, string>>,
): Promise<Program & { command: string[] }> {
  const { nginx, libraries } = proxies();
  let command: string[] = [];
  const program = await startProgram(
    nginx,
    ({ folder, address }) => {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      writeFileSync(
        join(folder, 'nginx.conf'),
        `worker_processes 1; pid nginx.pid; error_log error.log;
events { worker_connections 512; }
http {
  access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  include ${folder}/routes.conf;
  server { listen ${address}; location = /-/ready { return 200; } ${server} }
}`,
      );
      command = [nginx, '-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')];
      return [...command.slice(1), '-g', 'daemon off;'];
    },
    { LD_LIBRARY_PATH: libraries },
  );
  return Object.assign(program, { command });
}

/** HAProxy before two endpoints, split by a map as docs/rollouts.md has it. */
export async function startHaproxy(urls: {
  stable: URL;
  candidate: URL;
}): Promise<Program & { socket: string; map: string }> {
  const { haproxy, libraries } = proxies();
  let [socket, map] = ['', ''];
  const program = await startProgram(
    haproxy,
    ({ folder, address }) => {
      [socket, map] = [join(folder, 'admin.sock'), join(folder, 'asr.map')];
      if (!existsSync(map)) writeFileSync(map, 'candidate 0\nsalt none\n');
      writeFileSync(
        join(folder, 'haproxy.cfg'),
        `global
  stats socket ${socket} mode 600 level admin
defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
frontend models
  bind ${address}
  http-request return status 200 if { path /-/ready }
  http-request set-var(txn.salt) str(salt),map_str(${map},none)
  http-request set-var(txn.share) str(candidate),map_str(${map},0),add(0)
  http-request set-var-fmt(txn.key) %[var(txn.salt)]:%[req.hdr(x-user)]
  http-request set-var(txn.bucket) var(txn.key),xxh32,mod(10000)
  use_backend candidate if { var(txn.bucket),sub(txn.share) lt 0 }
  default_backend stable
backend stable
  server stable ${urls.stable.host}
backend candidate
  server candidate ${urls.candidate.host}
`,
      );
      return ['-db', '-f', join(folder, 'haproxy.cfg')];
    },
    { LD_LIBRARY_PATH: libraries },
  );
  return Object.assign(program, { socket, map });
}
