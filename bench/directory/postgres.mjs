// The usual answer: PostgreSQL with `pg_trgm` and `unaccent`, on the same rows, asked over its own protocol.
import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, readdirSync } from "node:fs";

import pg from "pg";

import { folder } from "../stand/folder.mjs";
import { family, freePort, peak, processorSeconds, start, stop } from "../stand/processes.mjs";

const BATCH = 20_000;
/** A field that is typed in waits no longer; what takes longer counts as this long. */
const PATIENCE = 2000;

export class Postgres {
  name = "PostgreSQL, pg_trgm";
  late = 0;

  async begin() {
    const versions = readdirSync("/usr/lib/postgresql").map(Number).sort((left, right) => right - left);
    const bin = `/usr/lib/postgresql/${versions[0]}/bin`;
    this.data = folder("postgres");
    const files = `${this.data}/data`;
    mkdirSync(files);
    // PostgreSQL does not run as root.
    const root = process.getuid() === 0;
    const identity = root ? { uid: Number(execFileSync("id", ["-u", "postgres"])), gid: Number(execFileSync("id", ["-g", "postgres"])) } : {};
    if (root) for (const path of [this.data, files]) chownSync(path, identity.uid, identity.gid);
    execFileSync(`${bin}/initdb`, ["-D", files, "-U", "bench", "-A", "trust", "--encoding=UTF8", "--locale=C"], { ...identity, stdio: "ignore" });
    const port = await freePort();
    // As one would set it for this: the index in memory, no wait for the disk while loading.
    const settings = ["shared_buffers=1GB", "maintenance_work_mem=512MB", "work_mem=64MB", "synchronous_commit=off", "max_wal_size=4GB", "random_page_cost=1.1", "listen_addresses=127.0.0.1", `port=${port}`, `unix_socket_directories=${this.data}`];
    this.child = start(`${bin}/postgres`, ["-D", files, ...settings.flatMap((setting) => ["-c", setting])], identity);
    this.pool = new pg.Pool({ host: "127.0.0.1", port, user: "bench", database: "postgres", max: 8, statement_timeout: PATIENCE });
    this.pool.on("error", () => undefined);
    for (let left = 200; ; left--) {
      try {
        await this.pool.query("select 1");
        break;
      } catch (error) {
        if (left === 0) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  /** Seconds until all of them can be asked for. */
  async load(agents) {
    const began = performance.now();
    const client = await this.pool.connect();
    await client.query("set statement_timeout = 0");
    await client.query("create extension pg_trgm; create extension unaccent");
    await client.query("create table people (id uuid, name text, root uuid, unit uuid, head bool)");
    let rows = [];
    const insert = async () => {
      const columns = ["id", "name", "root", "unit", "head"].map((name) => rows.map((row) => row[name]));
      await client.query("insert into people select id, lower(unaccent(name)), root, unit, head from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::bool[]) as t (id, name, root, unit, head)", columns);
      rows = [];
    };
    for (const { id, given, family, organisation, head } of agents) {
      // A space before it: `% mar%` is then a word that begins so.
      rows.push({ id, name: ` ${given} ${family}`.replace(/[-'’]/g, " "), root: organisation.path[0], unit: organisation.id, head });
      if (rows.length === BATCH) await insert();
    }
    await insert();
    await client.query("create index on people using gin (name gin_trgm_ops)");
    await client.query("vacuum analyze people");
    client.release();
    return (performance.now() - began) / 1000;
  }

  /** Bytes of the table and of its index. */
  async size() {
    const { rows } = await this.pool.query("select pg_table_size('people') as rows, pg_indexes_size('people') as index");
    return { rows: Number(rows[0].rows), index: Number(rows[0].index) };
  }

  /** What was typed as it stands; for want of twenty, what is similar. */
  async find(typed, viewer) {
    const words = typed.toLowerCase().split(/[\s'’-]+/).filter(Boolean);
    const order = "unit = $1 desc, root = $2 desc, head desc, name, id limit 20";
    try {
      const likes = words.map((_, at) => `name like '% ' || lower(unaccent($${at + 3})) || '%'`).join(" and ");
      const strict = await this.pool.query(`select id from people where ${likes} order by ${order}`, [viewer.id, viewer.path[0], ...words]);
      const found = strict.rows.map(({ id }) => id);
      if (found.length >= 20 || typed.length < 4) return found;
      const similar = await this.pool.query(
        `select id from people where name % lower(unaccent($3)) order by similarity(name, lower(unaccent($3))) desc, ${order}`,
        [viewer.id, viewer.path[0], typed],
      );
      return [...new Set([...found, ...similar.rows.map(({ id }) => id)])];
    } catch (error) {
      if (error.code !== "57014") throw error;
      this.late += 1;
      return [];
    }
  }

  seconds() {
    return processorSeconds(family(this.child.pid));
  }

  peak() {
    return peak(family(this.child.pid));
  }

  async end() {
    await this.pool.end();
    await stop(this.child);
  }
}
