import { expect } from 'chai';
import { FederationError } from '../../src/errors';
import { keys } from '../../src/store/keys';
import { openSchema, SCHEMA_VERSION } from '../../src/store/schema';
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
	it('is marked with its version when the store is new', async () => {
		const persistence = await storeOf();
		await openSchema(persistence);
		expect(persistence.all()).to.deep.equal([{ version: 1 }]);
		expect(SCHEMA_VERSION).to.equal(1);
	});

	it('is marked once', async () => {
		const persistence = await storeOf();
		await openSchema(persistence);
		await openSchema(persistence);
		expect(persistence.all()).to.deep.equal([{ version: 1 }]);
	});

	it('is accepted where two instances have marked it at the same time', async () => {
		const persistence = await storeOf(1, 1);
		await openSchema(persistence);
		expect(persistence.all()).to.deep.equal([{ version: 1 }, { version: 1 }]);
	});

	for (const versions of [[2], [1, 2], [2, 1]]) {
		it(`is refused where a newer app has written it, with the marks ${JSON.stringify(versions)}`, async () => {
			const persistence = await storeOf(...versions);
			const failure: unknown = await openSchema(persistence).catch((error: unknown) => error);
			expect(failure).to.be.instanceOf(FederationError);
			expect(failure).to.deep.include({ code: 'store-too-new', parameters: { found: 2, known: 1 } });
			expect(persistence.all()).to.deep.equal(versions.map((version) => ({ version })));
		});
	}
});
