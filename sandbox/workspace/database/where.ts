import type { JSValue } from 'node-sqlite3-wasm';
import { encodeDocument, encodeValue } from './encoding';

/** One condition on one path. Several operators in one object must all hold. */
type Condition =
	| string
	| number
	| boolean
	| Date
	| null
	| {
			$in?: readonly unknown[];
			$nin?: readonly unknown[];
			$ne?: unknown;
			$gt?: unknown;
			$gte?: unknown;
			$lt?: unknown;
			$lte?: unknown;
			/** `false`: missing or null. */
			$exists?: boolean;
			/** The array at the path contains this element. */
			$has?: unknown;
			/** The array at the path contains each of these elements, in any order. */
			$all?: readonly unknown[];
			/** Equal but for the case of ASCII letters. */
			$ignoreCase?: string;
	  };

/**
 * A query: JSON path (`username`, `u._id`) to condition; all must hold. The operators are MongoDB's where it has them.
 * Unlike in MongoDB a plain value never matches the elements of an array; that is `$has`.
 */
export type Where = Record<string, Condition>;

/** Part of an SQL statement with the values of its question marks. */
export interface Fragment {
	sql: string;
	values: JSValue[];
}

/**
 * SQL for the value at a document's path. SQLite uses an index on a path only if its expression is exactly the same.
 */
export function pathExpression(path: string): string {
	return `json_extract(document, ${quotedPath(path)})`;
}

/** The path in the syntax of SQLite's JSON functions, as an SQL string. */
function quotedPath(path: string): string {
	const segments = path.split('.').map((segment) => `."${segment.replaceAll('"', '')}"`);
	return `'$${segments.join('').replaceAll("'", "''")}'`;
}

/** The key of one array element in a multikey index. */
export function elementKey(element: unknown): string {
	return typeof element === 'object' && element !== null
		? encodeDocument(element)
		: JSON.stringify(encodeValue(element));
}

/** @param multikeyTable - returns the table that indexes the arrays at a path, if there is one */
export function whereClause(where: Where, multikeyTable: (path: string) => string | undefined): Fragment {
	const parts: Fragment[] = [];
	for (const [path, condition] of Object.entries(where)) {
		parts.push(...conditionFragments(path, condition, multikeyTable(path)));
	}
	if (parts.length === 0) {
		return { sql: '', values: [] };
	}
	return {
		sql: ` WHERE ${parts.map((part) => part.sql).join(' AND ')}`,
		values: parts.flatMap((part) => part.values),
	};
}

function conditionFragments(path: string, condition: Condition, multikey: string | undefined): Fragment[] {
	const expression = path === '_id' ? 'id' : pathExpression(path);
	if (condition === null) {
		return [{ sql: `${expression} IS NULL`, values: [] }];
	}
	if (typeof condition !== 'object' || condition instanceof Date) {
		return [{ sql: `${expression} = ?`, values: [boundValue(condition)] }];
	}
	return Object.entries(condition).flatMap(([operator, operand]) =>
		operatorFragments(path, expression, operator, operand, multikey),
	);
}

const comparisons: Record<string, string> = { $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' };

function operatorFragments(
	path: string,
	expression: string,
	operator: string,
	operand: unknown,
	multikey: string | undefined,
): Fragment[] {
	const comparison = comparisons[operator];
	if (comparison) {
		return [{ sql: `${expression} ${comparison} ?`, values: [boundValue(operand)] }];
	}
	switch (operator) {
		case '$in':
			return [listFragment(expression, 'IN', operand)];
		case '$nin':
			return [{ ...listFragment(`coalesce(${expression}, '')`, 'NOT IN', operand) }];
		case '$ne':
			return operand === null
				? [{ sql: `${expression} IS NOT NULL`, values: [] }]
				: [{ sql: `${expression} IS NOT ?`, values: [boundValue(operand)] }];
		case '$exists':
			return [{ sql: `${expression} IS ${operand ? 'NOT NULL' : 'NULL'}`, values: [] }];
		case '$ignoreCase':
			return [{ sql: `${expression} COLLATE NOCASE = ?`, values: [boundValue(operand)] }];
		case '$has':
			return [elementFragment(path, operand, multikey)];
		case '$all':
			return asList(operand, operator).map((element) => elementFragment(path, element, multikey));
		default:
			throw new Error(`Unknown operator ${operator} in a query on ${path}`);
	}
}

function listFragment(expression: string, operator: string, operand: unknown): Fragment {
	const list = asList(operand, operator);
	return {
		sql: `${expression} ${operator} (${list.map(() => '?').join(', ')})`,
		values: list.map(boundValue),
	};
}

function elementFragment(path: string, element: unknown, multikey: string | undefined): Fragment {
	if (multikey) {
		return {
			sql: `id IN (SELECT id FROM "${multikey}" WHERE element = ?)`,
			values: [elementKey(element)],
		};
	}
	const value =
		typeof element === 'object' && element !== null ? encodeDocument(element) : boundValue(element);
	return {
		sql: `EXISTS (SELECT 1 FROM json_each(document, ${quotedPath(path)}) AS each WHERE each.value = ?)`,
		values: [value],
	};
}

function asList(operand: unknown, operator: string): readonly unknown[] {
	if (!Array.isArray(operand)) {
		throw new TypeError(`${operator} needs a list`);
	}
	return operand;
}

function boundValue(value: unknown): JSValue {
	const encoded = encodeValue(value) ?? null;
	if (
		encoded === null ||
		typeof encoded === 'string' ||
		typeof encoded === 'number' ||
		typeof encoded === 'boolean'
	) {
		return encoded;
	}
	throw new TypeError(`A query cannot compare with ${typeof encoded}`);
}
