import type { Sql } from './database.js';
import type { TwinShape } from './twin-schema.js';

const WITH_OPTIONS = `coalesce(' WITH (' || array_to_string(c.reloptions, ', ') || ')', '')`;

const FUNCTIONS = `
SELECT replace(pg_get_functiondef(oid), 'FUNCTION public.', 'FUNCTION ') AS text
FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = ANY ($1)`;

const TABLES = `
SELECT format('CREATE TABLE %I (LIKE public.%I INCLUDING ALL EXCLUDING INDEXES)', relname, relname)
    || coalesce(' PARTITION BY ' || pg_get_partkeydef(c.oid), '') || ${WITH_OPTIONS} AS text
FROM pg_class c
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname = ANY ($1)`;

const PARTITIONS = `
SELECT format('CREATE TABLE %I PARTITION OF %I ', c.relname, parent.relname)
    || pg_get_expr(c.relpartbound, c.oid) || ${WITH_OPTIONS} AS text
FROM pg_inherits
JOIN pg_class c ON c.oid = inhrelid
JOIN pg_class parent ON parent.oid = inhparent
WHERE parent.relnamespace = 'public'::regnamespace AND parent.relname = ANY ($1)`;

/** Checks and NOT NULL come with the table; foreign keys need the keys of others first. */
const CONSTRAINTS = `
SELECT format('ALTER TABLE %I ADD CONSTRAINT %I %s', relname, conname, pg_get_constraintdef(k.oid)) AS text
FROM pg_constraint k JOIN pg_class c ON c.oid = conrelid
WHERE relnamespace = 'public'::regnamespace AND relname = ANY ($1) AND contype IN ('p', 'u', 'x', 'f')
ORDER BY contype = 'f'`;

const INDEXES = `
SELECT replace(replace(pg_get_indexdef(indexrelid), ' ON ONLY public.', ' ON '), ' ON public.', ' ON ') AS text
FROM pg_index JOIN pg_class c ON c.oid = indrelid
WHERE relnamespace = 'public'::regnamespace AND relname = ANY ($1)
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`;

const VIEWS = `
SELECT format('CREATE VIEW %I AS %s', relname, pg_get_viewdef(oid)) AS text
FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'v' AND relname = ANY ($1)`;

/** Those of a table's columns came with the table; those of a view's did not. */
const COMMENTS = `
SELECT CASE WHEN objsubid = 0
            THEN format('COMMENT ON %s %I IS %L', CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END,
                        relname, description)
            ELSE format('COMMENT ON COLUMN %I.%I IS %L', relname, attname, description) END AS text
FROM pg_description
JOIN pg_class c ON c.oid = objoid AND classoid = 'pg_class'::regclass
LEFT JOIN pg_attribute ON attrelid = objoid AND attnum = objsubid AND objsubid > 0
WHERE relnamespace = 'public'::regnamespace AND relname = ANY ($1) AND (objsubid = 0 OR relkind = 'v')`;

const GRANTS = `
SELECT format('GRANT %s ON %I TO %s', privilege_type, relname,
              CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)
    || CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END AS text
FROM pg_class c, aclexplode(relacl)
WHERE relnamespace = 'public'::regnamespace AND relname = ANY ($1) AND grantee <> relowner`;

/**
 * Statements that make tables, views and functions of the shape anew, under the same names, in whatever
 * schema comes first. To be asked with `public` as the only schema, so that names come without one.
 */
export async function definitionsOf(
  tx: Sql,
  { tables, views, aside, functions }: TwinShape,
): Promise<string[]> {
  const all = [...tables, ...aside];
  const parts: readonly (readonly [string, readonly string[]])[] = [
    [FUNCTIONS, functions],
    [TABLES, all],
    [CONSTRAINTS, all],
    [INDEXES, all],
    [PARTITIONS, all],
    [VIEWS, views],
    [COMMENTS, [...all, ...views]],
    [GRANTS, [...all, ...views]],
  ];
  const texts: string[] = [];
  for (const [query, names] of parts) {
    const { rows } = await tx.query<{ text: string }>(query, [names]);
    texts.push(...rows.map(({ text }) => text));
  }
  return texts;
}
