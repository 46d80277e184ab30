import { expect } from 'chai';
import { refusalIn, refusals, type RefusalReason } from '../../src/rocketchat/refusals';

describe('what Rocket.Chat says when it does not do something', () => {
	const final: readonly [said: string, reason: RefusalReason][] = [
		['room_is_archived', 'archived'],
		["You can't send messages because the room is readonly.", 'read-only'],
		['You_have_been_muted', 'muted'],
		['You have been muted and cannot speak in this room [error-not-allowed]', 'muted'],
		['room_is_blocked', 'blocked'],
		['error-abac-room-locked', 'locked'],
		['Message size exceeds Message_MaxAllowedSize [error-message-size-exceeded]', 'too-long'],
		['error-invalid-room', 'room-gone'],
		['Invalid room provided on the message.', 'room-gone'],
		['Invalid user [error-invalid-user]', 'sender-gone'],
		["Cannot read properties of null (reading '_id')", 'sender-gone'],
		['error-not-allowed', 'no-access'],
		['Not Authorized [not-authorized]', 'no-access'],
		['Not allowed to send un-encrypted messages in an encrypted room [error-not-allowed]', 'encrypted'],
		["Cannot read properties of undefined (reading '_id')", 'prevented'],
		['A Rocket.Chat App prevented the message updating. [error-app-prevented-updating]', 'prevented'],
		['Message cannot be empty [error-invalid-message]', 'other'],
		['[restricted-workspace]', 'other'],
		['error-made-up-in-a-later-version', 'other'],
		['Match error: Expected string, got number in field msg', 'other'],
	];
	for (const [said, reason] of final) {
		it(`“${said}” is final: ${reason}`, () => {
			expect(refusalIn(new Error(said))).to.equal(reason);
		});
	}

	const temporary = [
		'Error: Timeout',
		'connect ECONNREFUSED 127.0.0.1:27017',
		'read ECONNRESET',
		'socket hang up',
		'connection 4 to 127.0.0.1:27017 closed',
		'Server selection timed out after 30000 ms',
		'not primary',
		'Topology is closed',
		'The operation was aborted',
		'An unknown error occurred',
		'Invalid bridge request',
		'',
	];
	for (const said of temporary) {
		it(`“${said}” is temporary`, () => {
			expect(refusalIn(new Error(said))).to.equal(undefined);
		});
	}

	it('has one reason for each code', () => {
		const said = Object.values(refusals).flatMap((refusal) => [...refusal.said]);
		expect(new Set(said).size).to.equal(said.length);
	});
});
