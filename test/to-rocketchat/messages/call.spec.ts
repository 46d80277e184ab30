import { expect } from 'chai';
import { eventOf, postedTexts } from '../../support/matrix-room';

const line = '📞 (A call, which can be joined only on Matrix.)';

describe('a call on Matrix', () => {
	const calls: readonly [what: string, type: string, content: object][] = [
		[
			'between two',
			'm.call.invite',
			{ call_id: 'c1', version: '1', offer: { type: 'offer', sdp: 'v=0' } },
		],
		['by MatrixRTC', 'm.rtc.notification', { notification_type: 'ring' }],
		['by MatrixRTC', 'org.matrix.msc4075.rtc.notification', { notification_type: 'notification' }],
	];
	for (const [what, type, content] of calls) {
		it(`${what} is told by a line of the caller (${type})`, async () => {
			expect(await postedTexts(eventOf(type, content))).to.deep.equal([line]);
		});
	}

	it('is told once if its event comes twice, and not if it is redacted', async () => {
		const event = eventOf('m.call.invite', { call_id: 'c1' });
		expect(await postedTexts(event, event)).to.deep.equal([line]);
		expect(await postedTexts(eventOf('m.call.invite', {}))).to.deep.equal([]);
	});

	it('is no second line if it ends or is announced in another way, too', async () => {
		expect(
			await postedTexts(
				eventOf('m.call.hangup', { call_id: 'c1' }),
				eventOf('org.matrix.msc4075.call.notify', { notify_type: 'ring' }),
			),
		).to.deep.equal([]);
	});
});
