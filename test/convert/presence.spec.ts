import { expect } from 'chai';
import { botUserStatusOf, matrixStatusOf } from '../../src/convert/presence';

describe('presence', () => {
	const pairs: readonly [status: string | undefined, presence: string][] = [
		['online', 'online'],
		['away', 'unavailable'],
		['busy', 'unavailable'],
		['offline', 'offline'],
		['', 'offline'],
		[undefined, 'offline'],
	];
	for (const [status, presence] of pairs) {
		it(`of a user who is ${String(status)} is ${presence} on Matrix`, () => {
			expect(matrixStatusOf({ status, statusText: 'At lunch' })).to.deep.equal({
				presence,
				text: 'At lunch',
			});
			expect(matrixStatusOf({ status })).to.deep.equal({ presence, text: '' });
		});
	}

	it('on Matrix is the status of the bot user', () => {
		const statuses = (['online', 'unavailable', 'offline'] as const).map(
			(presence) => botUserStatusOf({ presence, text: '' }).status,
		);
		expect(statuses).to.deep.equal(['online', 'away', 'offline']);
	});

	it('has a text without control characters, as long as Rocket.Chat takes it', () => {
		const text = `In\u202e a\u0000\nmeeting ${'😀'.repeat(200)}`;
		const shown = botUserStatusOf({ presence: 'online', text }).text;
		expect(shown.slice(0, 13)).to.equal('In a meeting ');
		expect(Array.from(shown)).to.have.length(120);
	});
});
