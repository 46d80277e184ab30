import { expect } from 'chai';
import { resolveChannels } from '../../../src/to-matrix/messages/channels';
import { fakeBridge } from '../../support/fake-bridge';

describe('channels that a text names', () => {
	it('are looked up until fifty, and the others stay text', async () => {
		const { bridge, calls } = fakeBridge({ 'rooms.channelNamed': () => undefined });
		const names = Array.from({ length: 51 }, (_, index) => `c${index}`);
		expect(await resolveChannels(bridge, names)).to.deep.equal(new Map());
		expect(calls.map(([, name]) => name)).to.deep.equal(names.slice(0, 50));
	});
});
