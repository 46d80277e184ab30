import { expect } from 'chai';
import { UnconfirmedParts, type UnconfirmedPart } from '../../src/delivery/unconfirmed-parts';
import type { RoomId, UserId } from '../../src/matrix/ids';

const unconfirmed = (part: number): UnconfirmedPart => ({
	part,
	ghostId: '@rc_alice:example.org' as UserId,
	roomId: '!room:example.org' as RoomId,
	transactionId: `mid.${part}`,
	sentAt: 7,
});

describe('unconfirmed parts', () => {
	it('are found by their message until they are forgotten', () => {
		const parts = new UnconfirmedParts();
		const part = unconfirmed(1);
		parts.add('mid', part);
		expect(parts.find('mid')).to.equal(part);
		expect(parts.find('other')).to.equal(undefined);
		parts.forget('mid');
		expect(parts.find('mid')).to.equal(undefined);
	});

	it('are one for each message, the latest', () => {
		const parts = new UnconfirmedParts();
		parts.add('mid', unconfirmed(0));
		parts.add('mid', unconfirmed(1));
		expect(parts.find('mid')?.part).to.equal(1);
	});

	it('are remembered for 1,000 messages, and the oldest is forgotten first', () => {
		const parts = new UnconfirmedParts();
		for (let number = 1; number <= 1_000; number++) {
			parts.add(`m${number}`, unconfirmed(number));
		}
		expect(parts.find('m1')?.part).to.equal(1);
		parts.add('m1001', unconfirmed(1_001));
		expect(parts.find('m1')).to.equal(undefined);
		expect(parts.find('m2')?.part).to.equal(2);
		expect(parts.find('m1001')?.part).to.equal(1_001);
	});
});
