import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Collection } from '../../../sandbox/workspace/database/collection';
import { Database, DuplicateKeyError } from '../../../sandbox/workspace/database/database';

interface Note {
	_id: string;
	name?: string;
	at: Date;
	author?: { name: string };
	tags?: unknown[];
	done?: boolean;
}

describe('a collection of documents', () => {
	let database: Database;
	let notes: Collection<Note>;

	beforeEach(() => {
		database = Database.open(':memory:');
		notes = database.collection<Note>('notes', [
			{ path: 'name', unique: true, ignoreCase: true },
			{ path: 'author.name' },
			{ path: 'tags', multikey: true },
		]);
		notes.insert({
			_id: 'a',
			name: 'First',
			at: new Date(1000),
			author: { name: 'alice' },
			tags: ['x', 'y'],
		});
		notes.insert({
			_id: 'b',
			name: 'second',
			at: new Date(3000),
			author: { name: 'bob' },
			tags: ['y'],
			done: true,
		});
		notes.insert({ _id: 'c', at: new Date(2000) });
	});

	afterEach(() => database.close());

	const ids = (found: Note[]): string[] => found.map(({ _id }) => _id);

	it('gives dates back as dates, and compares and sorts them', () => {
		expect(notes.findById('a')?.at).to.deep.equal(new Date(1000));
		expect(
			ids(notes.find({ at: { $gt: new Date(1000), $lte: new Date(3000) } }, { sort: { at: -1 } })),
		).to.deep.equal(['b', 'c']);
	});

	it('gives a text that looks like a stored date back as that text', () => {
		notes.insert({ _id: 'd', name: '$date:2026-01-01T00:00:00.000Z', at: new Date(0) });
		expect(notes.findById('d')?.name).to.equal('$date:2026-01-01T00:00:00.000Z');
		expect(notes.count({ name: '$date:2026-01-01T00:00:00.000Z' })).to.equal(1);
	});

	it('finds by nested paths, elements of arrays, absence, lists and ignoring case', () => {
		expect(ids(notes.find({ 'author.name': 'bob' }))).to.deep.equal(['b']);
		expect(ids(notes.find({ tags: { $has: 'y' } }))).to.deep.equal(['a', 'b']);
		expect(ids(notes.find({ tags: { $all: ['y', 'x'] } }))).to.deep.equal(['a']);
		expect(ids(notes.find({ name: { $exists: false } }))).to.deep.equal(['c']);
		expect(ids(notes.find({ name: null }))).to.deep.equal(['c']);
		expect(ids(notes.find({ _id: { $in: ['c', 'a'] } }))).to.deep.equal(['a', 'c']);
		expect(ids(notes.find({ _id: { $nin: ['c', 'a'] } }))).to.deep.equal(['b']);
		expect(ids(notes.find({ done: true }))).to.deep.equal(['b']);
		expect(ids(notes.find({ done: { $ne: true } }))).to.deep.equal(['a', 'c']);
		expect(ids(notes.find({ name: { $ignoreCase: 'SECOND' } }))).to.deep.equal(['b']);
	});

	it('cuts its answer, keeping the order of insertion where none is asked for', () => {
		expect(ids(notes.find({}, { skip: 1, limit: 1 }))).to.deep.equal(['b']);
		expect(ids(notes.find({}, { limit: 0 }))).to.deep.equal(['a', 'b', 'c']);
	});

	it('refuses a second document with the same id or the same unique value', () => {
		expect(() => notes.insert({ _id: 'a', at: new Date() })).to.throw(DuplicateKeyError);
		expect(() => notes.insert({ _id: 'd', name: 'FIRST', at: new Date() })).to.throw(DuplicateKeyError);
		expect(() => notes.set('b', { name: 'first' })).to.throw(DuplicateKeyError);
		expect(notes.count()).to.equal(3);
		expect(notes.insert({ _id: 'd', at: new Date() })._id).to.equal('d');
	});

	it('sets and takes away fields, and leaves those given as undefined', () => {
		expect(
			notes.set('b', { name: 'changed', done: undefined } as unknown as Partial<Note>, ['tags']),
		).to.deep.equal({
			_id: 'b',
			name: 'changed',
			at: new Date(3000),
			author: { name: 'bob' },
			done: true,
		});
		expect(notes.find({ tags: { $has: 'y' } })).to.have.length(1);
		expect(() => notes.set('nobody', {})).to.throw('No document nobody in notes');
	});

	it('undoes everything that a failed transaction did', () => {
		expect(() =>
			database.transaction(() => {
				notes.remove('a');
				notes.insert({ _id: 'b', at: new Date() });
			}),
		).to.throw(DuplicateKeyError);
		expect(notes.count()).to.equal(3);
		expect(notes.find({ tags: { $has: 'x' } })).to.have.length(1);
	});

	it('asks an index for ids, indexed paths and elements of indexed arrays', () => {
		expect(notes.explain({ _id: 'a' }).join()).to.match(/USING INDEX/);
		expect(notes.explain({ 'author.name': 'bob' }).join()).to.match(/USING INDEX notes__author\.name/);
		expect(notes.explain({ name: { $ignoreCase: 'x' } }).join()).to.match(
			/USING INDEX notes__name__nocase/,
		);
		expect(notes.explain({ tags: { $has: 'x' } }).join()).to.match(
			/SEARCH notes__tags__each USING PRIMARY KEY/,
		);
	});

	it('indexes the documents that are there when an index comes later', () => {
		const again = database.collection<Note>('later');
		again.insert({ _id: 'a', at: new Date(), tags: ['old'] });
		database.collection<Note>('later', [{ path: 'tags', multikey: true }]);
		expect(ids(again.find({ tags: { $has: 'old' } }))).to.deep.equal(['a']);
	});
});

describe('a database file', () => {
	let folder: string;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'database-'));
	});

	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it('holds what was written when it is opened again', () => {
		const file = join(folder, 'some.sqlite');
		const first = Database.open(file);
		first.collection<Note>('notes').insert({ _id: 'a', at: new Date(1) });
		first.close();
		const second = Database.open(file);
		expect(second.collection<Note>('notes').findById('a')).to.deep.equal({ _id: 'a', at: new Date(1) });
		second.close();
	});

	it('holds what was written when the process that had it open was killed', () => {
		const file = join(folder, 'some.sqlite');
		const module = fileURLToPath(
			new URL('../../../sandbox/workspace/database/database.ts', import.meta.url),
		);
		const program = `import(${JSON.stringify(module)}).then(({ Database }) => {
			Database.open(${JSON.stringify(file)}).collection('notes').insert({ _id: 'a' });
			process.kill(process.pid, 'SIGKILL');
		});`;
		const { signal } = spawnSync(process.execPath, ['--import', 'tsx', '--eval', program], {
			cwd: process.cwd(),
		});
		expect(signal).to.equal('SIGKILL');
		const database = Database.open(file);
		expect(database.collection('notes').count()).to.equal(1);
		database.close();
	});

	it('is used by several processes if it is shared', () => {
		const file = join(folder, 'some.sqlite');
		const [one, other] = [Database.open(file, { shared: true }), Database.open(file, { shared: true })];
		one.collection<Note>('notes').insert({ _id: 'a', at: new Date(1) });
		other.collection<Note>('notes').insert({ _id: 'b', at: new Date(2) });
		expect(one.collection<Note>('notes').count()).to.equal(2);
		expect(other.collection<Note>('notes').findById('a')).to.deep.equal({ _id: 'a', at: new Date(1) });
		one.close();
		other.close();
	});
});
