import { expect } from 'chai';
import { eventually } from '../support/eventually';
import type { AccessorCall } from '../probe-app/calls';
import { ProbeWorkspace, type Credentials } from '../support/probe-workspace';

type Fields = Record<string, unknown>;

/** What is thrown. */
async function refusal(work: Promise<unknown>): Promise<string> {
	try {
		await work;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	throw new Error('Nothing was refused');
}

// apps/meteor/app/apps/server/bridges/messages.ts, listeners.ts
describe('messages between an app and the workspace', () => {
	let probe: ProbeWorkspace;
	let alice: Credentials;
	let roomId: string;

	before(async () => {
		probe = await ProbeWorkspace.start();
		alice = await probe.person('alice');
		const created = await probe.rest('POST', '/api/v1/channels.create', {
			name: 'talk',
			members: ['alice'],
		});
		roomId = (created.body.channel as { _id: string })._id;
	});

	after(() => probe.stop());

	beforeEach(() => probe.forgetEvents());

	const startMessage = (...chain: NonNullable<AccessorCall['chain']>): Promise<unknown> =>
		probe.call({
			path: 'modify.getCreator.startMessage',
			chain: [['setRoom', { $room: roomId }], ...chain],
			finish: 'modify.getCreator.finish',
		});
	const say = async (text: string): Promise<string> => {
		const { body } = await probe.rest(
			'POST',
			'/api/v1/chat.sendMessage',
			{ message: { rid: roomId, msg: text } },
			alice,
		);
		return (body.message as { _id: string })._id;
	};

	// apps/meteor/app/apps/server/converters/messages.ts, rooms.ts, users.ts
	it('a handler sees of a message the fields that the converters give, and no others', async () => {
		const id = await say('hello @alice');
		const { data } = await probe.waitForEvent('PostMessageSent', ({ text }) => text === 'hello @alice');
		const { room, sender, createdAt, updatedAt, ...message } = data as Fields;
		expect(message).to.deep.equal({
			id,
			text: 'hello @alice',
			_unmappedProperties_: {
				urls: [],
				mentions: [{ _id: alice.userId, username: 'alice', name: 'alice', type: 'user' }],
				channels: [],
			},
		});
		expect([createdAt, updatedAt]).to.satisfy((times: Fields[]) =>
			times.every((time) => typeof time.$date === 'string'),
		);
		expect(Object.keys(sender as Fields).sort()).to.deep.equal(
			[
				...[
					'appId',
					'bio',
					'createdAt',
					'customFields',
					'emails',
					'id',
					'isEnabled',
					'lastLoginAt',
					'name',
				],
				...[
					'roles',
					'settings',
					'status',
					'statusConnection',
					'statusText',
					'type',
					'updatedAt',
					'username',
				],
				'utcOffset',
			].filter((key) => (sender as Fields)[key] !== undefined),
		);
		expect(room).to.include({ id: roomId, slugifiedName: 'talk', displayName: 'talk', type: 'c' });
	});

	// apps/meteor/app/lib/server/functions/sendMessage.ts: the event is raised whoever sent the message
	it("the app sees its own messages, and its user's", async () => {
		const id = await startMessage(['setText', 'from the app']);
		const { data } = await probe.waitForEvent('PostMessageSent', ({ text }) => text === 'from the app');
		expect((data as Fields).id).to.equal(id);
		expect((data as { sender: Fields }).sender).to.include({ username: 'probe.bot', type: 'app' });
	});

	// apps/meteor/app/apps/server/bridges/listeners.ts: `void` before triggerEvent
	it('a message is sent without waiting for the handlers', async () => {
		await startMessage(['setText', 'first']);
		const stored = await probe.rest('GET', `/api/v1/channels.messages?roomId=${roomId}&count=1`);
		expect((stored.body.messages as Fields[])[0]).to.include({ msg: 'first' });
		await probe.waitForEvent('PostMessageSent', ({ text }) => text === 'first');
	});

	it("any user can be the sender of an app's message", async () => {
		const id = await startMessage(['setText', 'as alice'], ['setSender', { $user: 'alice' }]);
		const { body } = await probe.rest('GET', `/api/v1/chat.getMessage?msgId=${String(id)}`);
		expect(body.message).to.deep.include({ u: { _id: alice.userId, username: 'alice', name: 'alice' } });
	});

	// apps/meteor/app/lib/server/methods/sendMessage.ts; the app's builder has no method for it, data given to it has
	it('messages older than 60 seconds are refused, older than 10 seconds get the time of now', async () => {
		const at = (seconds: number, text: string): Promise<unknown> =>
			probe.call({
				path: 'modify.getCreator.startMessage',
				args: [
					{
						room: { $room: roomId },
						sender: { $user: 'alice' },
						text,
						createdAt: { $date: new Date(Date.now() - seconds * 1000).toISOString() },
					},
				],
				chain: [],
				finish: 'modify.getCreator.finish',
			});
		expect(await refusal(at(61, 'too old'))).to.contain('error-message-ts-out-of-sync');
		const now = Date.now();
		await at(30, 'a little old');
		const { data } = await probe.waitForEvent('PostMessageSent', ({ text }) => text === 'a little old');
		const { $date } = (data as { createdAt: { $date: string } }).createdAt;
		expect(Date.parse($date)).to.be.within(now, Date.now());
	});

	// apps/meteor/app/lib/server/methods/sendMessage.ts
	it('a text longer than Message_MaxAllowedSize is refused', async () => {
		expect(await refusal(startMessage(['setText', 'x'.repeat(5001)]))).to.contain(
			'error-message-size-exceeded',
		);
		await startMessage(['setText', 'x'.repeat(5000)]);
	});

	// apps/meteor/app/lib/server/lib/validateCustomMessageFields.ts
	it('custom fields are refused as long as the workspace does not allow them', async () => {
		const send = (): Promise<unknown> =>
			startMessage(['setText', 'marked'], ['addCustomField', 'priority', 'low']);
		expect(await refusal(send())).to.contain('Custom fields not enabled');
		probe.server.settings.set('Message_CustomFields_Enabled', true);
		await send();
		const { data } = await probe.waitForEvent('PostMessageSent', ({ text }) => text === 'marked');
		expect((data as Fields).customFields).to.deep.equal({ priority: 'low' });
		probe.server.settings.set('Message_CustomFields_Enabled', false);
	});

	// apps/meteor/app/apps/server/converters/messages.ts, convertAppMessage: the unmapped are stored as they are
	it('fields that an app puts under _unmappedProperties_ of a new message are stored and come back there', async () => {
		await probe.call({
			path: 'modify.getCreator.startMessage',
			args: [
				{
					room: { $room: roomId },
					sender: { $user: 'alice' },
					text: 'with a mark',
					_unmappedProperties_: { mark: { id: '$event' } },
				},
			],
			chain: [],
			finish: 'modify.getCreator.finish',
		});
		const { data } = await probe.waitForEvent('PostMessageSent', ({ text }) => text === 'with a mark');
		expect((data as { _unmappedProperties_: Fields })._unmappedProperties_.mark).to.deep.equal({
			id: '$event',
		});
	});

	// apps/meteor/app/lib/server/functions/updateMessage.ts, deleteMessage.ts
	it('the app edits and deletes messages, and sees that it did', async () => {
		const id = await say('to be changed');
		await probe.call({
			path: 'modify.getUpdater.message',
			args: [id, { $user: 'alice' }],
			chain: [['setText', 'changed']],
			finish: 'modify.getUpdater.finish',
		});
		const updated = await probe.waitForEvent('PostMessageUpdated', (data) => data.id === id);
		expect(updated.data).to.include({ text: 'changed' });
		expect((updated.data as { editor: Fields }).editor).to.include({ username: 'alice' });
		await probe.call({
			path: 'modify.getDeleter.deleteMessage',
			args: [{ $message: id }, { $user: 'alice' }],
		});
		const deleted = await probe.waitForEvent(
			'PostMessageDeleted',
			(data) => (data.message as Fields | undefined)?.id === id || data.id === id,
		);
		expect(deleted.name).to.equal('PostMessageDeleted');
	});

	// apps/meteor/app/reactions/server/setReaction.ts
	it('the app reacts as anybody with an emoji of the list, and sees it; other names are refused', async () => {
		const id = await say('react to me');
		const react = (emoji: string): Promise<unknown> =>
			probe.call({
				path: 'modify.getUpdater.getMessageUpdater.addReaction',
				args: [id, alice.userId, emoji],
			});
		await react(':tada:');
		const { data } = await probe.waitForEvent('PostMessageReacted');
		expect(data).to.deep.include({ reaction: ':tada:', isReacted: true });
		expect((data as { user: Fields }).user).to.include({ username: 'alice' });
		expect(await refusal(react(':definitely_no_emoji:'))).to.contain('Invalid emoji provided.');
		expect(await refusal(react('🎉'))).to.contain('Invalid reaction');
	});

	// apps/meteor/server/services/messages/service.ts, saveSystemMessage
	it('system messages come with their type and not as messages that somebody sent', async () => {
		await probe.rest('POST', '/api/v1/channels.setTopic', { roomId, topic: 'new topic' });
		const { data } = await probe.waitForEvent(
			'PostSystemMessageSent',
			({ type }) => type === 'room_changed_topic',
		);
		expect(data).to.include({ text: 'new topic', groupable: false });
		expect(await probe.events('PostMessageSent')).to.deep.equal([]);
	});

	// apps/meteor/server/modules/listeners/listeners.module.ts; bridges/messages.ts, notifyUser, typing
	it('ephemeral messages and typing reach people and are stored nowhere', async () => {
		const heard: unknown[][] = [];
		probe.server.streams.on('notify-user', `${alice.userId}/message`, (args) => heard.push(args));
		probe.server.streams.on('notify-room', `${roomId}/user-activity`, (args) => heard.push(args));
		await probe.call({
			path: 'modify.getNotifier.notifyUser',
			args: [
				{ $user: 'alice' },
				{ room: { $room: roomId }, sender: { $user: 'rocket.cat' }, text: 'psst' },
			],
		});
		await probe.call({ path: 'modify.getNotifier.typing', args: [{ id: roomId, username: 'bob' }] });
		const [message, typing] = await eventually('both are heard', () => heard.length >= 2 && heard);
		expect((message as Fields[])[0]).to.include({ msg: 'psst', rid: roomId, private: true });
		expect(typing).to.deep.equal(['bob', ['user-typing']]);
		const { body } = await probe.rest('GET', `/api/v1/channels.messages?roomId=${roomId}&count=5`);
		expect((body.messages as Fields[]).map(({ msg }) => msg)).not.to.include('psst');
	});

	// apps/meteor/app/apps/server/bridges/thread.ts
	it('a reply of the app belongs to the thread', async () => {
		const id = await say('head');
		await startMessage(['setText', 'reply'], ['setThreadId', id]);
		const thread = (await probe.call({
			path: 'read.getThreadReader.getThreadById',
			args: [id],
		})) as Fields[];
		expect(thread.map(({ text }) => text)).to.deep.equal(['head', 'head', 'reply']);
	});
});
