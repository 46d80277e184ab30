import { expect } from 'chai';
import { eventOf, postedTexts } from '../../support/matrix-room';

const line = '📍 (A live location, which can be followed only on Matrix.)';
const bob = '@bob:far.example';
const shared = (live: boolean, before?: boolean, type = 'm.beacon_info', stateKey = bob) =>
	eventOf(
		type,
		{ live, timeout: 60_000 },
		{ stateKey, ...(before !== undefined && { unsigned: { prev_content: { live: before } } }) },
	);

describe('a live location of Matrix', () => {
	it('is told when it begins', async () => {
		expect(await postedTexts(shared(true))).to.deep.equal([line]);
		expect(await postedTexts(shared(true, false, 'org.matrix.msc3672.beacon_info'))).to.deep.equal([
			line,
		]);
	});

	it('is not told when it ends, when it goes on, or of somebody else', async () => {
		expect(await postedTexts(shared(false, true))).to.deep.equal([]);
		expect(await postedTexts(shared(true, true))).to.deep.equal([]);
		expect(await postedTexts(shared(true, undefined, 'm.beacon_info', '@eve:far.example'))).to.deep.equal(
			[],
		);
	});
});
