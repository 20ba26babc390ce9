import { PGlite } from '@electric-sql/pglite';

const pglite = await PGlite.create(process.argv[2] as string);
await pglite.close();
