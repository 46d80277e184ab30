import { expect } from 'chai';
import { FederationError } from '../../src/errors';
import { keys } from '../../src/store/keys';
import { openSchema, SCHEMA_VERSION } from '../../src/store/schema';
import { atTime } from '../support/at-time';
import { memoryPersistence } from '../support/memory-persistence';

/** A store whose layout has some versions. */
async function storeOf(...versions: readonly number[]) {
	const persistence = memoryPersistence();
	for (const version of versions) {
		await persistence.write.createWithAssociation({ version }, keys.schema());
	}
	return persistence;
}

describe('the layout of the store', () => {
	it('is marked with its version when the store is new, as one that was never upgraded', async () => {
		const persistence = await storeOf();
		expect(await openSchema(persistence)).to.equal(0);
		expect(persistence.all()).to.deep.equal([{ version: 2, at: 0 }]);
		expect(SCHEMA_VERSION).to.equal(2);
	});

	it('is marked once', async () => {
		const persistence = await storeOf();
		await openSchema(persistence);
		expect(await openSchema(persistence)).to.equal(0);
		expect(persistence.all()).to.deep.equal([{ version: 2, at: 0 }]);
	});

	it('of an older version is upgraded once, and the time of the upgrade stays', async () => {
		const persistence = await storeOf(1);
		expect(await atTime(5_000, () => openSchema(persistence))).to.equal(5_000);
		expect(await atTime(9_000, () => openSchema(persistence))).to.equal(5_000);
		expect(persistence.all()).to.deep.equal([{ version: 1 }, { version: 2, at: 5_000 }]);
	});

	it('is upgraded by two instances at the same time, and goes by the earlier time then', async () => {
		const persistence = await storeOf(1, 1);
		await atTime(5_000, () => Promise.all([openSchema(persistence), openSchema(persistence)]));
		await persistence.write.createWithAssociation({ version: 2, at: 4_000 }, keys.schema());
		expect(await openSchema(persistence)).to.equal(4_000);
		expect(persistence.all()).to.have.length(5);
	});

	it('that two instances have begun at the same time is one that was never upgraded', async () => {
		const persistence = await storeOf();
		expect(await Promise.all([openSchema(persistence), openSchema(persistence)])).to.deep.equal([0, 0]);
		expect(await openSchema(persistence)).to.equal(0);
	});

	for (const versions of [[3], [1, 3], [3, 2], [2, 3]]) {
		it(`is refused where a newer app has written it, with the marks ${JSON.stringify(versions)}`, async () => {
			const persistence = await storeOf(...versions);
			const failure: unknown = await openSchema(persistence).catch((error: unknown) => error);
			expect(failure).to.be.instanceOf(FederationError);
			expect(failure).to.deep.include({ code: 'store-too-new', parameters: { found: 3, known: 2 } });
			expect(persistence.all()).to.deep.equal(versions.map((version) => ({ version })));
		});
	}
});
