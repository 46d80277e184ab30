import { expect } from 'chai';
import { persistenceCollection, whereAssociations } from '../../../sandbox/workspace/bridges/persistence';
import type { RocketChatAssociationRecord } from '@rocket.chat/apps-engine/definition/metadata';
import { probeId } from '../support/probe-package';
import { messageOf } from '../support/message-of';
import { ProbeWorkspace } from '../support/probe-workspace';

// apps/meteor/app/apps/server/bridges/persistence.ts and packages/models/src/models/AppsPersistence.ts
describe("an app's persistence", () => {
	let probe: ProbeWorkspace;
	let names = 0;

	before(async () => {
		probe = await ProbeWorkspace.start();
	});

	after(() => probe.stop());

	const association = (id: string): { $association: string[] } => ({ $association: ['misc', id] });
	/** An association that no other test uses. */
	const fresh = (): string => `name-${++names}`;
	const write = (method: string, ...args: unknown[]): Promise<unknown> =>
		probe.call({ path: `persis.${method}`, args });
	const read = (...ids: string[]): Promise<unknown> =>
		probe.call({ path: 'read.getPersistenceReader.readByAssociations', args: [ids.map(association)] });

	it('finds records by some of their associations, in any order', async () => {
		const [a, b, c] = [fresh(), fresh(), fresh()];
		await write('createWithAssociations', { n: 1 }, [association(a), association(b), association(c)]);
		await write('createWithAssociations', { n: 2 }, [association(a)]);
		expect(await read(c, a)).to.deep.equal([{ n: 1 }]);
		expect(await read(a)).to.deep.equal([{ n: 1 }, { n: 2 }]);
		expect(await read(fresh())).to.deep.equal([]);
	});

	it('updates by exactly the same list of associations: their number and order count', async () => {
		const [a, b] = [fresh(), fresh()];
		await write('createWithAssociations', { n: 1 }, [association(a), association(b)]);
		await write('updateByAssociations', [association(b), association(a)], { n: 2 }, false);
		await write('updateByAssociations', [association(a)], { n: 3 }, false);
		expect(await read(a)).to.deep.equal([{ n: 1 }]);
		await write('updateByAssociations', [association(a), association(b)], { n: 4 }, false);
		expect(await read(a)).to.deep.equal([{ n: 4 }]);
	});

	it('adds a record where an update with upsert finds no exactly equal list', async () => {
		const [a, b] = [fresh(), fresh()];
		await write('createWithAssociations', { n: 1 }, [association(a), association(b)]);
		await write('updateByAssociations', [association(b), association(a)], { n: 2 }, true);
		expect(await read(a, b)).to.deep.equal([{ n: 1 }, { n: 2 }]);
	});

	it('has no unique index: the same associations twice are two records, and an update changes the first', async () => {
		const a = fresh();
		await write('createWithAssociation', { n: 1 }, association(a));
		await write('createWithAssociation', { n: 2 }, association(a));
		expect(await read(a)).to.deep.equal([{ n: 1 }, { n: 2 }]);
		await write('updateByAssociation', association(a), { n: 3 }, true);
		expect(await read(a)).to.deep.equal([{ n: 3 }, { n: 2 }]);
	});

	it('removes all records that have the associations and gives back what they held', async () => {
		const [a, b] = [fresh(), fresh()];
		await write('createWithAssociations', { n: 1 }, [association(a), association(b)]);
		await write('createWithAssociation', { n: 2 }, association(a));
		expect(await write('removeByAssociation', association(a))).to.deep.equal([{ n: 1 }, { n: 2 }]);
		expect(await read(b)).to.deep.equal([]);
	});

	it('reads and removes by id, and cannot update by id', async () => {
		const id = String(await write('create', { n: 1 }));
		const byId = { path: 'read.getPersistenceReader.read', args: [id] };
		expect(await probe.call(byId)).to.deep.equal({ n: 1 });
		const failure = await write('update', id, { n: 2 }).catch(messageOf);
		expect(failure).to.contain('Not implemented.');
		expect(await write('remove', id)).to.deep.equal({ n: 1 });
		expect(await probe.call(byId)).to.deep.equal({});
	});

	it('keeps dates', async () => {
		const a = fresh();
		const date = { $date: '2026-02-03T04:05:06.789Z' };
		await write('createWithAssociation', { at: date }, association(a));
		expect(await read(a)).to.deep.equal([{ at: date }]);
	});

	it('is asked through an index', () => {
		const records = persistenceCollection(probe.server.database);
		const some = [{ model: 'misc', id: 'some' }] as unknown as RocketChatAssociationRecord[];
		const plan = records.explain(whereAssociations(some, probeId)).join('; ');
		expect(plan).to.match(
			/^SEARCH apps_persistence USING INDEX \S+ \(id=\?\); .*SEARCH apps_persistence__associations__each USING/,
		);
		expect(plan).not.to.contain('SCAN');
		expect(records.explain({ appId: probeId, exactAssociations: '[]' }).join('; ')).to.match(
			/^SEARCH apps_persistence USING INDEX apps_persistence__exactAssociations/,
		);
	});

	it('is emptied when the app is uninstalled', async () => {
		await write('createWithAssociation', { n: 1 }, association(fresh()));
		const records = persistenceCollection(probe.server.database);
		expect(records.count({ appId: probeId })).to.be.greaterThan(0);
		expect((await probe.rest('DELETE', `/api/apps/${probeId}`)).status).to.equal(200);
		expect(records.count({ appId: probeId })).to.equal(0);
	});
});
