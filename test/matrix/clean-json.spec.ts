import { expect } from 'chai';
import fc from 'fast-check';
import { cleanJson, type CleaningReason } from '../../src/matrix/clean-json';
import { runs } from '../support/property-runs';

/** @returns the cleaned value and the reasons */
function clean(value: unknown): [unknown, CleaningReason[]] {
	const reasons = new Set<CleaningReason>();
	return [cleanJson(value, reasons), [...reasons]];
}

const parsed = (text: string): unknown => JSON.parse(text);
const nested = (levels: number): unknown => parsed(`${'['.repeat(levels)}${']'.repeat(levels)}`);

/** How many objects and arrays are inside each other. */
function depthOf(value: unknown): number {
	return typeof value === 'object' && value !== null
		? 1 + Math.max(0, ...Object.values(value).map(depthOf))
		: 0;
}

describe('cleanJson', () => {
	it('returns a value without problems as it is', () => {
		const value = { body: 'hi', list: [1, null, { a: true }] };
		expect(clean(value)).to.deep.equal([value, []]);
		expect(clean(value)[0]).to.equal(value);
	});

	it('replaces a lone surrogate in a text', () => {
		expect(clean({ body: 'a\ud83d', list: ['\udc00'] })).to.deep.equal([
			{ body: 'a\ufffd', list: ['\ufffd'] },
			[],
		]);
	});

	it('takes out a prototype key wherever it stands', () => {
		const value = parsed('{"body":"hi","__proto__":{"a":1},"list":[{"__proto__":null,"b":2}]}');
		expect(clean(value)).to.deep.equal([{ body: 'hi', list: [{ b: 2 }] }, ['prototype key']]);
	});

	it('takes out keys with a NUL character', () => {
		expect(clean({ 'a\0b': 1, c: 2 })).to.deep.equal([{ c: 2 }, ['key with NUL']]);
	});

	it('cuts what is nested deeper than 50 levels', () => {
		expect(clean(nested(50))[1]).to.deep.equal([]);
		const [value, reasons] = clean({ body: 'hi', deep: nested(10_000) });
		expect(reasons).to.deep.equal(['too deep']);
		expect(depthOf(value)).to.equal(50);
		expect(value).to.include({ body: 'hi' });
	});

	it('leaves nothing that has to be taken out', () => {
		const key = fc.oneof(fc.constant('__proto__'), fc.constant('\0'), fc.string());
		const { json } = fc.letrec((tie) => ({
			json: fc.oneof(
				{ maxDepth: 6 },
				fc.jsonValue({ maxDepth: 0 }),
				fc.array(tie('json')),
				fc.array(fc.tuple(key, tie('json'))).map((entries) => parsed(textOf(entries))),
			),
		}));
		fc.assert(
			fc.property(json, (value) => {
				const [once] = clean(value);
				expect(clean(once)).to.deep.equal([once, []]);
				expect(JSON.stringify(once)).not.to.match(/"__proto__":/);
			}),
			runs(300, 12),
		);
	});
});

/** An object literal would take `__proto__` for its prototype. */
function textOf(entries: readonly (readonly [string, unknown])[]): string {
	return `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value ?? null)}`).join()}}`;
}
