import { expect } from 'chai';
import { FederationError } from '../../../src/errors';
import type { RoomEvent } from '../../../src/matrix/events';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { EventId, RoomId, UserId } from '../../../src/matrix/ids';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from '../../../src/rocketchat/ids';
import { relayToRocketChat } from '../../../src/to-rocketchat/dispatch';
import { fakeBridge, type Answers, type Call } from '../../support/fake-bridge';
import { mockTimers } from '../../support/mock-timers';

const roomId = '!room:example.org' as RoomId;
const rocketChatId = 'rid' as RocketChatRoomId;
const event: RoomEvent = {
	eventId: '$file' as EventId,
	roomId,
	sender: '@bob:far.example' as UserId,
	type: 'm.room.message',
	at: Date.now(),
	content: { msgtype: 'm.file', filename: 'a.txt', body: 'look', url: 'mxc://far.example/id' },
	unsigned: {},
};
const bytes = new Uint8Array([1, 2, 3]);
const working: Answers = {
	'homeserver.profile': () => ({ displayname: 'Bob' }),
	'homeserver.send': () => '$notice',
	'people.ensureBotUserNamed': () => 'ghost',
	'media.limit': () => 1_000,
	'media.download': () => ({ bytes, type: 'text/plain' }),
	'fileMessages.post': () => 'posted',
	'fileMessages.describe': () => undefined,
	'messages.post': ({ origin }: { origin: { messageId: string } }) => origin.messageId,
	'messages.byId': (id: string) => ({
		id,
		text: 'line',
		room: { id: rocketChatId },
		sender: { id: 'ghost' },
	}),
	'messages.remove': () => undefined,
	'messages.edit': () => undefined,
};

async function inLinkedRoom(answers: Answers = {}) {
	const fake = fakeBridge({ ...working, ...answers });
	await fake.bridge.store.rooms.add({
		...{ matrixId: roomId, rocketChatId },
		ghostId: '@rc_alice:example.org' as UserId,
	});
	return fake;
}
const named = (calls: readonly Call[], name: string) => calls.filter(([method]) => method === name);
/** @returns the text of the only line that was posted */
function lineIn(calls: readonly Call[]): string {
	const posts = named(calls, 'messages.post');
	expect(posts).to.have.length(1);
	return (posts[0]?.[1] as { text: string }).text;
}
const failing = (errcode: string, status?: number) => () => {
	throw new HomeserverError(errcode, status, 'no');
};
const refusing = (message: string) => () => {
	throw new Error(message);
};
const codeOf = async (work: Promise<void>) =>
	work.then(
		() => 'done',
		(error: unknown) => (error instanceof FederationError ? error.code : String(error)),
	);

describe('file of Matrix to Rocket.Chat', () => {
	it('is uploaded as the bot user, linked, and gets its caption', async () => {
		const { bridge, calls } = await inLinkedRoom();
		await relayToRocketChat(bridge, event);
		expect(named(calls, 'fileMessages.post')[0]?.[1]).to.deep.equal({
			...{ roomId: 'rid', senderId: 'ghost', name: 'a.txt', bytes, threadId: undefined },
		});
		expect(named(calls, 'fileMessages.describe')).to.deep.equal([
			[
				'fileMessages.describe',
				'posted',
				'ghost',
				{ text: 'look', threadId: undefined, alias: undefined, avatarUrl: undefined },
			],
		]);
		expect(await bridge.store.messages.byMatrixId(event.eventId)).to.include({
			rocketChatId: 'posted',
		});
		expect(named(calls, 'messages.post')).to.deep.equal([]);
	});

	it('has the name of a per-message profile in its caption', async () => {
		const { bridge, calls } = await inLinkedRoom();
		const profile = { 'com.beeper.per_message_profile': { id: 'cat', displayname: 'Cat' } };
		await relayToRocketChat(bridge, { ...event, content: { ...event.content, ...profile } });
		expect(named(calls, 'fileMessages.describe')[0]?.[3]).to.include({ text: 'Cat: look' });
	});

	it('is uploaded once if it comes twice', async () => {
		const { bridge, calls } = await inLinkedRoom();
		await relayToRocketChat(bridge, event);
		await relayToRocketChat(bridge, event);
		expect(named(calls, 'fileMessages.post')).to.have.length(1);
		expect(named(calls, 'media.download')).to.have.length(1);
	});

	it('is found, and not uploaded again, if the app ended before it was linked', async () => {
		let isFirst = true;
		const { bridge, calls } = await inLinkedRoom({
			'fileMessages.post': () => {
				if (isFirst) {
					isFirst = false;
					throw new Error('the engine was away');
				}
				return 'again';
			},
			'fileMessages.allPosted': () => ['found'],
		});
		expect(await codeOf(relayToRocketChat(bridge, event))).to.equal('workspace-failing');
		await relayToRocketChat(bridge, event);
		expect(named(calls, 'fileMessages.post')).to.have.length(1);
		expect(named(calls, 'fileMessages.allPosted')[0]?.[2]).to.include({
			senderId: 'ghost',
			name: 'a.txt',
		});
		expect(await bridge.store.messages.byMatrixId(event.eventId)).to.include({ rocketChatId: 'found' });
	});

	describe('whose upload was begun a moment ago', () => {
		const { pass } = mockTimers();
		/** Does work while time goes on in steps of a second. */
		const afterTwelveSeconds = async (work: Promise<void>) => {
			for (let second = 0; second < 12; second++) {
				await pass(1_000);
			}
			await work;
		};

		it('is found when the host has posted it, and not uploaded again', async () => {
			let looks = 0;
			const { bridge, calls } = await inLinkedRoom({
				'fileMessages.post': refusing('the app has ended'),
				'fileMessages.allPosted': () => ((looks += 1) < 4 ? [] : ['late']),
			});
			expect(await codeOf(relayToRocketChat(bridge, event))).to.equal('workspace-failing');
			await afterTwelveSeconds(relayToRocketChat(bridge, event));
			expect(named(calls, 'fileMessages.post')).to.have.length(1);
			expect(await bridge.store.messages.byMatrixId(event.eventId)).to.include({
				rocketChatId: 'late',
			});
		});

		it('is not taken for another file of the same name that is linked', async () => {
			const outcomes = [refusing('the engine was away'), () => 'second'];
			const { bridge, calls } = await inLinkedRoom({
				'fileMessages.post': () => outcomes.shift()?.(),
				'fileMessages.allPosted': () => ['other'],
			});
			const [matrixId, rocketChatId] = ['$other' as EventId, 'other' as RocketChatMessageId];
			await bridge.store.messages.add({ matrixId, rocketChatId, roomId, part: 0 });
			expect(await codeOf(relayToRocketChat(bridge, event))).to.equal('workspace-failing');
			await afterTwelveSeconds(relayToRocketChat(bridge, event));
			expect(named(calls, 'fileMessages.post')).to.have.length(2);
			expect(await bridge.store.messages.byMatrixId(event.eventId)).to.include({
				rocketChatId: 'second',
			});
		});

		it('is uploaded again if the first attempt has posted nothing', async () => {
			const outcomes = [refusing('the engine was away'), () => 'second'];
			const { bridge, calls } = await inLinkedRoom({
				'fileMessages.post': () => outcomes.shift()?.(),
				'fileMessages.allPosted': () => [],
			});
			expect(await codeOf(relayToRocketChat(bridge, event))).to.equal('workspace-failing');
			await afterTwelveSeconds(relayToRocketChat(bridge, event));
			expect(named(calls, 'fileMessages.post')).to.have.length(2);
			expect(await bridge.store.messages.byMatrixId(event.eventId)).to.include({
				rocketChatId: 'second',
			});
		});
	});

	it('is the newest message to read in its place', async () => {
		const { bridge } = await inLinkedRoom();
		await relayToRocketChat(bridge, event);
		const place = { roomId, thread: undefined };
		expect(bridge.readEvents.take(place, 'alice' as RocketChatUserId, Date.now())).to.equal('$file');
	});

	it('begins its caption with its time if it is from before the join', async () => {
		const { bridge, calls } = await inLinkedRoom();
		await relayToRocketChat(bridge, { ...event, at: 1_800_000_000_000, isHistory: true });
		expect(named(calls, 'fileMessages.describe')[0]?.[3]).to.include({ text: '<t:1800000000:f> look' });
	});

	it('has another caption after an edit, and stays the same file', async () => {
		const { bridge, calls } = await inLinkedRoom({
			'messages.byId': (id: string) => ({
				...{ id, text: 'look', room: { id: rocketChatId }, sender: { id: 'ghost' } },
			}),
		});
		await relayToRocketChat(bridge, event);
		const edited = { ...event.content, body: 'look here' };
		await relayToRocketChat(bridge, {
			...event,
			eventId: '$edit' as EventId,
			content: {
				'm.new_content': edited,
				'm.relates_to': { rel_type: 'm.replace', event_id: event.eventId },
			},
		});
		expect(named(calls, 'messages.edit').map(([, id, , text]) => [id, text])).to.deep.equal([
			['posted', 'look here'],
		]);
		expect(named(calls, 'fileMessages.post')).to.have.length(1);
	});

	/** A room where the original event shows this text, and an edit of it. */
	const edited = async (text: string, content: object, answers: Answers = {}) => {
		const fake = await inLinkedRoom({
			...answers,
			'messages.byId': (id: string) => ({
				...{ id, text, room: { id: rocketChatId }, sender: { id: 'ghost' } },
			}),
		});
		const edit = {
			'm.new_content': { ...event.content, ...content },
			'm.relates_to': { rel_type: 'm.replace', event_id: event.eventId },
		};
		await fake.bridge.store.users.add({
			...{ matrixId: event.sender, rocketChatId: 'ghost' as RocketChatUserId },
		});
		const texts = () => named(fake.calls, 'messages.edit').map(([, , , shown]) => shown);
		const told = () => JSON.stringify(named(fake.calls, 'homeserver.send'));
		return {
			...fake,
			...{ texts, told },
			edit: async () =>
				relayToRocketChat(fake.bridge, { ...event, eventId: '$edit' as EventId, content: edit }),
		};
	};
	const byEdit = '`b.png` was not transferred: in Rocket.\u2060Chat, an edit cannot bring another file.';
	const another = { filename: 'b.png', body: 'now', url: 'mxc://far.example/other' };

	it('is told, and stays, if an edit brings another file', async () => {
		const { bridge, edit, texts, told } = await edited('look', another);
		await relayToRocketChat(bridge, event);
		await edit();
		expect(texts()).to.deep.equal([`${byEdit}\nnow`]);
		expect(told()).to.include('b.png was not transferred');
	});

	it('is told if an edit brings it to a text', async () => {
		const { bridge, edit, texts, told } = await edited('words', { ...another, body: 'b.png' });
		await relayToRocketChat(bridge, { ...event, content: { msgtype: 'm.text', body: 'words' } });
		await edit();
		expect(texts()).to.deep.equal([byEdit]);
		expect(told()).to.include('b.png was not transferred');
	});

	it('is told once if a later edit changes its caption', async () => {
		const { bridge, edit, texts, told } = await edited(`${byEdit}\nbefore`, another);
		await relayToRocketChat(bridge, event);
		await edit();
		expect(texts()).to.deep.equal([`${byEdit}\nnow`]);
		expect(told()).not.to.include('b.png');
	});

	it('shows why it did not come after an edit of its caption', async () => {
		const line = '`a.txt` was not transferred: Rocket.\u2060Chat refused the file.';
		const { bridge, edit, texts } = await edited(
			`${line}\nlook`,
			{ body: 'look here' },
			{ 'fileMessages.post': refusing('[error-app-prevented]') },
		);
		await relayToRocketChat(bridge, event);
		await edit();
		expect(texts()).to.deep.equal([`${line}\nlook here`]);
	});

	it('has another caption after an edit that leaves its address out', async () => {
		const { bridge, edit, texts } = await edited('look', { body: 'look here', url: undefined });
		await relayToRocketChat(bridge, event);
		await edit();
		expect(texts()).to.deep.equal(['look here']);
	});

	it('stays in the room and quotes the thread if it cannot begin it', async () => {
		const root = 'root' as RocketChatMessageId;
		const { bridge, calls } = await inLinkedRoom({
			'fileMessages.threadFor': () => undefined,
			'messages.isStored': () => true,
		});
		await bridge.store.messages.add({
			matrixId: '$root' as EventId,
			rocketChatId: root,
			roomId,
			part: 0,
		});
		const relation = { rel_type: 'm.thread', event_id: '$root' };
		await relayToRocketChat(bridge, {
			...event,
			content: { ...event.content, 'm.relates_to': relation },
		});
		expect(named(calls, 'fileMessages.post')[0]?.[1]).to.include({ threadId: root });
		expect(named(calls, 'fileMessages.describe')[0]?.[3]).to.deep.equal({
			...{ text: '[ ](http://workspace.test/direct/rid?msg=root) look' },
			...{ threadId: undefined, alias: undefined, avatarUrl: undefined },
		});
	});

	const refused: readonly [what: string, answers: Answers, line: RegExp, content?: object][] = [
		[
			'says that it is too large',
			{},
			/its size is 2 kB, and the largest size is 1000 B .*Matrix server/,
			{ info: { size: 2_048 } },
		],
		[
			'is too large, whatever it says',
			{ 'media.download': failing('OVER_LIMIT', 200) },
			/larger than 1000 B/,
			{ info: { size: 1 } },
		],
		[
			'is gone or quarantined',
			{ 'media.download': failing('M_NOT_FOUND', 404) },
			/does not have the file/,
		],
		['is elsewhere', { 'media.download': failing('REDIRECTED', 302) }, /does not have the file/],
		['is encrypted', {}, /end-to-end encrypted/, { url: undefined, file: { url: 'mxc://a.example/b' } }],
		['has no valid address', {}, /no valid address/, { url: 'mxc://a.example/../../_synapse/admin' }],
		[
			'has a type that the workspace refuses',
			{ 'fileMessages.post': refusing('File type is not accepted [error-invalid-file-type]') },
			/files of this type/,
		],
		[
			'comes while files are switched off',
			{ 'fileMessages.post': refusing('[error-file-upload-disabled]') },
			/switched files off/,
		],
		[
			'comes while files in direct messages are switched off',
			{ 'fileMessages.post': refusing('[error-direct-message-file-upload-not-allowed]') },
			/files off in direct messages/,
		],
		[
			'is refused as too large by a limit that is new',
			{ 'fileMessages.post': refusing('[error-file-too-large]') },
			/its size is 3 B/,
		],
		[
			'is prevented by another app',
			{ 'fileMessages.post': refusing('[error-app-prevented]') },
			/refused the file/,
		],
	];
	for (const [what, answers, line, content = {}] of refused) {
		it(`becomes a line with its name, the reason and its caption if it ${what}, and the sender is told`, async () => {
			const { bridge, calls } = await inLinkedRoom(answers);
			await relayToRocketChat(bridge, { ...event, content: { ...event.content, ...content } });
			expect(lineIn(calls))
				.to.match(/^`a\.txt` /)
				.and.match(line)
				.and.match(/\nlook$/);
			const [notice] = named(calls, 'homeserver.send');
			expect(JSON.stringify(notice?.[4])).to.match(line).and.include('m.notice');
			await relayToRocketChat(bridge, { ...event, content: { ...event.content, ...content } });
			expect(named(calls, 'messages.post')).to.have.length(1);
		});
	}

	const page = () => ({ bytes: Buffer.from('<html>'), type: 'text/html' });
	const temporary: readonly [what: string, answer: () => unknown][] = [
		['the homeserver cannot be reached', failing('UNREACHABLE')],
		['the homeserver stops in the middle', failing('INTERRUPTED')],
		['the homeserver is slow', failing('TIMED_OUT')],
		['the homeserver waits for its sender', failing('M_NOT_YET_UPLOADED', 504)],
		['the homeserver limits us', failing('M_LIMIT_EXCEEDED', 429)],
		['the homeserver refuses the token', failing('M_UNKNOWN_TOKEN', 401)],
		['a proxy answers that there is nothing', failing('NOT_MATRIX', 404)],
		['a proxy answers with a page of its own', page],
	];
	const sized = { ...event, content: { ...event.content, info: { size: 3 } } };
	for (const [what, answer] of temporary) {
		it(`is announced by a line, and takes its place later, if ${what}`, async () => {
			const outcomes = [answer, answer, working['media.download']];
			const { bridge, calls } = await inLinkedRoom({
				'media.download': () => outcomes.shift()?.(),
			});
			expect(await codeOf(relayToRocketChat(bridge, sized))).to.equal('file-not-fetched');
			expect(await codeOf(relayToRocketChat(bridge, sized))).to.equal('file-not-fetched');
			expect(lineIn(calls)).to.match(/cannot be fetched from Matrix at present.*\nlook$/s);
			await relayToRocketChat(bridge, sized);
			expect(named(calls, 'messages.remove')).to.have.length(1);
			const links = await bridge.store.messages.allByMatrixId(event.eventId);
			expect(links.map(({ rocketChatId: id }) => id)).to.deep.equal(['posted']);
		});
	}

	it('is quoted by who has answered the line in its place, when it has come', async () => {
		const outcomes = [failing('UNREACHABLE'), working['media.download']];
		const texts = new Map<string, string>();
		const { bridge, calls } = await inLinkedRoom({
			'media.download': () => outcomes.shift()?.(),
			'messages.post': ({ origin, text }: { origin: { messageId: string }; text: string }) => {
				texts.set(origin.messageId, text);
				return origin.messageId;
			},
			'messages.byId': (id: string) => ({
				...{ id, text: texts.get(id), room: { id: rocketChatId }, sender: { id: 'ghost' } },
			}),
		});
		const reply = { 'm.in_reply_to': { event_id: event.eventId } };
		const content = { msgtype: 'm.text', body: 'thanks', 'm.relates_to': reply };
		const answer: RoomEvent = { ...event, eventId: '$answer' as EventId, content };
		expect(await codeOf(relayToRocketChat(bridge, event))).to.equal('file-not-fetched');
		await relayToRocketChat(bridge, answer);
		const quoting = (id: string) => `[ ](http://workspace.test/direct/rid?msg=${id}) thanks`;
		const [lineId = '', answerId = ''] = texts.keys();
		expect(texts.get(answerId)).to.equal(quoting(lineId));
		await relayToRocketChat(bridge, event);
		expect(named(calls, 'messages.edit')).to.deep.equal([
			['messages.edit', answerId, 'ghost', quoting('posted')],
		]);
	});

	const pages: readonly [what: string, content: object][] = [
		['whose size nobody claims', {}],
		['that has the claimed size', { info: { size: 6 } }],
		['that is called a page', { filename: 'a.html', info: { size: 7 } }],
	];
	for (const [what, content] of pages) {
		it(`is a page ${what}, and comes`, async () => {
			const { bridge, calls } = await inLinkedRoom({ 'media.download': page });
			await relayToRocketChat(bridge, { ...event, content: { ...event.content, ...content } });
			expect(named(calls, 'fileMessages.post')).to.have.length(1);
		});
	}

	const changes: readonly [what: string, type: string, content: RoomEvent['content']][] = [
		[
			'an edit',
			'm.room.message',
			{
				...event.content,
				body: '* new',
				'm.new_content': { ...event.content, body: 'new' },
				'm.relates_to': { rel_type: 'm.replace', event_id: event.eventId },
			},
		],
		[
			'a reaction',
			'm.reaction',
			{ 'm.relates_to': { rel_type: 'm.annotation', event_id: event.eventId, key: '👍' } },
		],
	];
	for (const [what, type, content] of changes) {
		it(`is waited for by ${what}, which the line would take with it`, async () => {
			const outcomes = [failing('UNREACHABLE'), working['media.download']];
			const { bridge, calls } = await inLinkedRoom({
				'media.download': () => outcomes.shift()?.(),
				'messages.react': () => true,
			});
			await bridge.store.users.add({
				matrixId: event.sender,
				rocketChatId: 'ghost' as RocketChatUserId,
			});
			const change: RoomEvent = { ...event, eventId: '$change' as EventId, type, content };
			expect(await codeOf(relayToRocketChat(bridge, event))).to.equal('file-not-fetched');
			expect(await codeOf(relayToRocketChat(bridge, change))).to.equal('original-not-here');
			await relayToRocketChat(bridge, event);
			await relayToRocketChat(bridge, change);
			const changed = calls.filter(([name]) => /^messages\.(edit|react)$/.test(name));
			expect(changed).to.have.length(1);
			expect(JSON.stringify(changed)).to.include('"posted"');
		});
	}

	it('does not come if somebody has deleted the line in its place', async () => {
		const outcomes = [failing('UNREACHABLE'), working['media.download']];
		let isDeleted = false;
		const { bridge, calls } = await inLinkedRoom({
			'media.download': () => outcomes.shift()?.(),
			'messages.byId': (id: string) => (isDeleted ? undefined : { id, room: { id: rocketChatId } }),
		});
		expect(await codeOf(relayToRocketChat(bridge, event))).to.equal('file-not-fetched');
		isDeleted = true;
		await relayToRocketChat(bridge, event);
		await relayToRocketChat(bridge, event);
		expect(named(calls, 'fileMessages.post')).to.deep.equal([]);
		expect(named(calls, 'media.download')).to.have.length(1);
	});

	it('is given up after an hour', async () => {
		const { bridge, calls } = await inLinkedRoom({ 'media.download': failing('UNREACHABLE') });
		expect(await codeOf(relayToRocketChat(bridge, event))).to.equal('file-not-fetched');
		await relayToRocketChat(bridge, { ...event, at: Date.now() - 3_700_000 });
		expect(named(calls, 'messages.edit')[0]?.[3]).to.match(/for an hour\.\nlook$/);
		await relayToRocketChat(bridge, event);
		expect(named(calls, 'media.download')).to.have.length(2);
	});

	it('is not relayed in another way if Rocket.Chat refuses the message', async () => {
		const { bridge, calls } = await inLinkedRoom({
			'fileMessages.post': refusing('You_have_been_muted'),
		});
		expect(await codeOf(relayToRocketChat(bridge, event))).to.equal('message-refused');
		expect(named(calls, 'messages.post')).to.deep.equal([]);
	});
});
