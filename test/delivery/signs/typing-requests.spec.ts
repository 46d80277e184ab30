import { expect } from 'chai';
import { TypingRequests } from '../../../src/delivery/signs/typing-requests';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import { mockTimers } from '../../support/mock-timers';

const roomId = 'rid' as RocketChatRoomId;

describe('typing requests', () => {
	const time = mockTimers();
	let sent: string[];
	let requests: TypingRequests;

	beforeEach(() => {
		sent = [];
		requests = new TypingRequests(({ name, isTyping }) => sent.push(`${name} ${String(isTyping)}`));
	});

	const note = (isTyping: boolean, name = 'alice') => requests.note({ roomId, name, isTyping });
	const sentSince = () => sent.splice(0);

	it('are sent when somebody begins and when they stop', async () => {
		note(true);
		await time.pass(5_000);
		note(false);
		expect(sentSince()).to.deep.equal(['alice true', 'alice false']);
	});

	it('are sent at most once in 5 s, whatever Rocket.Chat says', async () => {
		for (let step = 0; step < 200; step += 1) {
			note(step % 2 === 0);
			await time.pass(100);
		}
		expect(sentSince().length).to.be.at.most(5);
		await time.pass(60_000);
		expect(sentSince().filter((each) => each.endsWith('true'))).to.deep.equal([]);
	});

	it('say what was said last when the 5 s are over', async () => {
		note(true);
		note(false);
		expect(sentSince()).to.deep.equal(['alice true']);
		await time.pass(5_000);
		expect(sentSince()).to.deep.equal(['alice false']);
	});

	it('say it again every 10 s while somebody goes on, before the homeserver ends it after 20 s', async () => {
		for (let second = 0; second < 60; second += 5) {
			note(true);
			await time.pass(5_000);
		}
		expect(sentSince()).to.deep.equal(Array.from({ length: 6 }, () => 'alice true'));
	});

	it('end at once when the message is there, and cost nothing for a person who is not known to type', async () => {
		requests.end(roomId, 'alice');
		note(true);
		await time.pass(100);
		requests.end(roomId, 'bob');
		requests.end(roomId, 'alice');
		requests.end(roomId, 'alice');
		expect(sentSince()).to.deep.equal(['alice true', 'alice false']);
		await time.pass(60_000);
		expect(sentSince()).to.deep.equal([]);
	});

	it('are not sent for a person who stops and was never said to type', () => {
		note(false);
		expect(sentSince()).to.deep.equal([]);
	});

	it('are counted for each person and room', () => {
		note(true, 'alice');
		note(true, 'carol');
		requests.note({ roomId: 'other' as RocketChatRoomId, name: 'alice', isTyping: true });
		expect(sentSince()).to.have.length(3);
	});
});
