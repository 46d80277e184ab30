import { expect } from 'chai';
import { collections } from '../../../sandbox/workspace/functions/collections';
import { deleteMessage, deleteMessageAs } from '../../../sandbox/workspace/functions/delete-message';
import { executeSendMessage } from '../../../sandbox/workspace/functions/send-message';
import { executeSetReaction } from '../../../sandbox/workspace/functions/set-reaction';
import { subscriptionOf } from '../../../sandbox/workspace/functions/subscriptions';
import { executeUpdateMessage, updateMessage } from '../../../sandbox/workspace/functions/update-message';
import type { MessageDocument } from '../../../sandbox/workspace/database/documents';
import { eventually } from '../support/eventually';
import { ephemeralTexts, memoryServer, someChannel, someUser, thrownBy } from '../support/memory-server';

// apps/meteor/app/lib/server/methods/sendMessage.ts and functions/sendMessage.ts
describe('sending a message', () => {
	const server = memoryServer();
	const alice = someUser(server, 'alice');
	const bob = someUser(server, 'bob');
	const botUser = someUser(server, 'carol:example.org', { type: 'bot', roles: ['bot'] });
	const room = someChannel(server, 'team', [alice, bob, botUser]);
	const { messages, rooms, subscriptions } = collections(server);
	const send = async (fields: Partial<MessageDocument>, userId = 'alice-id'): Promise<MessageDocument> => {
		const sent = await executeSendMessage(server, userId, { rid: room._id, ...fields });
		return sent ?? expect.fail('no message was sent');
	};

	it('stores it with links, mentions and channels', async () => {
		const { _id, ts, _updatedAt, ...sent } = await send({ msg: 'see https://example.org/a @bob #team' });
		expect(sent).to.deep.equal({
			rid: 'team-id',
			msg: 'see https://example.org/a @bob #team',
			u: { _id: 'alice-id', username: 'alice', name: 'ALICE' },
			urls: [{ url: 'https://example.org/a', meta: {} }],
			mentions: [{ _id: 'bob-id', username: 'bob', name: 'BOB', type: 'user' }],
			channels: [{ _id: 'team-id', name: 'team', fname: 'team' }],
		});
		expect(messages.findById(_id)).to.deep.equal({ ...sent, _id, ts, _updatedAt });
	});

	it('does not find a user whose name has a colon, since the search keeps the @', async () => {
		expect((await send({ msg: '@carol:example.org hi' })).mentions).to.deep.equal([]);
	});

	it('finds neither a user nor a channel right behind >', async () => {
		const message = await send({ msg: '>@bob >#team > @bob' });
		expect([message.mentions?.map(({ username }) => username), message.channels]).to.deep.equal([
			['bob'],
			[],
		]);
	});

	it('counts it in the room and for those it mentions', async () => {
		const before = rooms.findById(room._id)?.msgs ?? 0;
		const unread = subscriptionOf(server, room._id, 'bob-id')?.unread ?? 0;
		const sent = await send({ msg: 'one more for @bob' });
		expect(rooms.findById(room._id)).to.deep.include({
			msgs: before + 1,
			lm: sent.ts,
			lastMessage: sent,
		});
		expect(subscriptionOf(server, room._id, 'bob-id')).to.include({ unread: unread + 1, alert: true });
		await send({ msg: 'for nobody' });
		expect(subscriptionOf(server, room._id, 'bob-id')).to.include({ unread: unread + 1 });
	});

	it('refuses a timestamp more than a minute off, and replaces one more than ten seconds off', async () => {
		const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1000);
		expect(await thrownBy(() => send({ msg: 'old', ts: ago(61) }))).to.equal(
			'error-message-ts-out-of-sync',
		);
		expect(await thrownBy(() => send({ msg: 'new', ts: ago(-61) }))).to.equal(
			'error-message-ts-out-of-sync',
		);
		const now = Date.now();
		const replaced = await send({ msg: 'a little old', ts: ago(30) });
		expect(replaced.ts.getTime()).to.be.within(now, Date.now());
		const kept = ago(5);
		expect((await send({ msg: 'fresh', ts: kept })).ts).to.deep.equal(kept);
	});

	it('refuses a text longer than Message_MaxAllowedSize, without an ephemeral message', async () => {
		const texts = ephemeralTexts(server, 'alice-id');
		expect(await thrownBy(() => send({ msg: 'x'.repeat(5001) }))).to.equal('error-message-size-exceeded');
		expect(texts).to.deep.equal([]);
		expect((await send({ msg: 'x'.repeat(5000) })).msg).to.have.length(5000);
	});

	it('refuses custom fields unless Message_CustomFields_Enabled, and tells the sender', async () => {
		const texts = ephemeralTexts(server, 'alice-id');
		const refusal = await thrownBy(() => send({ msg: 'hi', customFields: { federation: {} } }));
		expect(refusal).to.equal('Custom fields not enabled');
		expect(texts).to.deep.equal(['Custom fields not enabled']);
	});

	it('lets everybody who may see channels write in a channel, but only members in a group', async () => {
		const stranger = someUser(server, 'stranger');
		someChannel(server, 'open', []);
		someChannel(server, 'closed', [], { t: 'p' });
		await executeSendMessage(server, stranger._id, { rid: 'open-id', msg: 'hi' });
		const refusal = await thrownBy(() =>
			executeSendMessage(server, stranger._id, { rid: 'closed-id', msg: 'hi' }),
		);
		expect(refusal).to.equal('error-not-allowed');
	});

	it('lets users of type app write everywhere', async () => {
		const app = someUser(server, 'an.app', { type: 'app', roles: ['app'] });
		someChannel(server, 'private', [], { t: 'p' });
		const sent = await executeSendMessage(server, app._id, { rid: 'private-id', msg: 'hi' });
		expect(sent?.msg).to.equal('hi');
	});

	it('refuses muted users, and in a read-only room everybody but owners', async () => {
		someChannel(server, 'quiet', [alice, bob], { muted: ['alice'] });
		someChannel(server, 'notices', [alice, bob], { ro: true });
		const owner = subscriptionOf(server, 'notices-id', bob._id) ?? expect.fail('no subscription');
		subscriptions.set(owner._id, { roles: ['owner'] });
		expect((await send({ msg: 'news', rid: 'notices-id' }, bob._id)).msg).to.equal('news');
		const texts = ephemeralTexts(server, 'alice-id');
		expect(await thrownBy(() => send({ msg: 'hi', rid: 'quiet-id' }))).to.equal('You_have_been_muted');
		expect(await thrownBy(() => send({ msg: 'hi', rid: 'notices-id' }))).to.contain(
			'the room is readonly',
		);
		expect(texts[0]).to.equal('You have been muted and cannot speak in this room');
	});

	it('refuses an alias or avatar from anybody but bots and apps', async () => {
		const disguises = [{ alias: 'Somebody' }, { avatar: '/avatar/a' }];
		for (const disguise of disguises) {
			const refusal = await thrownBy(() => send({ msg: 'hi', ...disguise }));
			expect(refusal).to.equal('Not enough permission');
		}
		const app = someUser(server, 'other.app', { type: 'app', roles: ['app'] });
		for (const sender of [botUser, app]) {
			for (const disguise of disguises) {
				expect(await send({ msg: 'hi', ...disguise }, sender._id)).to.include(disguise);
			}
		}
	});

	it('refuses @all and @here from bots', async () => {
		for (const msg of ['hello @all', 'hello @here']) {
			expect(await thrownBy(() => send({ msg }, botUser._id))).to.equal('error-action-not-allowed');
		}
		expect((await send({ msg: 'hello @here' })).mentions).to.deep.equal([
			{ _id: 'here', username: 'here' },
		]);
	});

	it('refuses attachments with links that are no addresses', async () => {
		const refusal = await thrownBy(() =>
			send({ msg: '', attachments: [{ title_link: 'javascript:alert(1)' }] }),
		);
		expect(refusal).to.equal('Invalid href value provided');
	});

	it('puts a reply to a reply into the one thread, and counts it on the first message only', async () => {
		const first = await send({ msg: 'first' });
		const reply = await send({ msg: 'reply', tmid: first._id }, 'bob-id');
		const second = await send({ msg: 'another', tmid: reply._id });
		expect(second.tmid).to.equal(first._id);
		expect(messages.findById(first._id)).to.deep.include({
			tcount: 2,
			tlm: second.ts,
			replies: ['alice-id', 'bob-id'],
		});
		expect(rooms.findById(room._id)?.lastMessage?._id).to.equal(first._id);
	});

	it('quotes a message whose link it holds, if the sender may see it', async () => {
		const quoted = await send({ msg: 'quote me' });
		const link = `http://workspace.example/channel/team?msg=${quoted._id}`;
		const { attachments, urls } = await send({ msg: `[ ](${link}) indeed` });
		expect(attachments).to.deep.equal([
			{
				text: 'quote me',
				message_link: link,
				author_name: 'alice',
				author_icon: '/avatar/alice',
				attachments: [],
				ts: quoted.ts,
			},
		]);
		expect(urls).to.deep.equal([{ url: link, meta: {}, ignoreParse: true }]);
	});

	it('does not quote a hidden message', async () => {
		const hidden = await send({ msg: 'quote me' });
		messages.set(hidden._id, { _hidden: true });
		const link = `http://workspace.example/channel/team?msg=${hidden._id}`;
		const { attachments = [] } = await send({ msg: `[ ](${link}) indeed` });
		expect(attachments).to.deep.equal([]);
	});
});

// apps/meteor/app/lib/server/functions/updateMessage.ts, deleteMessage.ts; methods/updateMessage.ts
describe('changing and deleting a message', () => {
	const server = memoryServer();
	const alice = someUser(server, 'alice');
	const bob = someUser(server, 'bob');
	const room = someChannel(server, 'team', [alice, bob]);
	const { messages, rooms } = collections(server);
	const send = async (msg: string, fields: Partial<MessageDocument> = {}): Promise<MessageDocument> =>
		(await executeSendMessage(server, 'alice-id', { rid: room._id, msg, ...fields })) ??
		expect.fail('not sent');

	it('edits the text, says who did and when, and finds mentions anew', async () => {
		const { _id } = await send('before');
		await executeUpdateMessage(server, alice, _id, { msg: 'after @bob' });
		const edited = messages.findById(_id);
		expect(edited).to.deep.include({
			msg: 'after @bob',
			editedBy: { _id: 'alice-id', username: 'alice' },
		});
		expect(edited?.mentions).to.have.length(1);
		expect(edited?.editedAt).to.be.instanceOf(Date);
		await eventually(
			'the room has the edited text',
			() => rooms.findById(room._id)?.lastMessage?.msg === 'after @bob',
		);
	});

	it('removes the quote whose link is edited away, and keeps other attachments', async () => {
		const quoted = await send('quote me');
		const link = `http://workspace.example/channel/team?msg=${quoted._id}`;
		const { _id } = await send(`[ ](${link}) indeed`, { attachments: [{ text: 'other' }] });
		expect(messages.findById(_id)?.attachments).to.have.length(2);
		await executeUpdateMessage(server, alice, _id, { msg: 'no quote' });
		expect(messages.findById(_id)?.attachments).to.deep.equal([{ text: 'other' }]);
	});

	it("lets people edit only their own messages; the bridge's call, which checks no permission, edits any", async () => {
		const { _id } = await send('mine');
		const refusal = await thrownBy(() => executeUpdateMessage(server, bob, _id, { msg: 'yours' }));
		expect(refusal).to.equal('error-action-not-allowed');
		await updateMessage(server, { _id, msg: 'x'.repeat(6000) }, bob);
		expect(messages.findById(_id)?.msg).to.have.length(6000);
	});

	it("removes a deleted message, and the message before it becomes the room's last one", async () => {
		const kept = await send('kept');
		const gone = await send('gone');
		const heard: unknown[] = [];
		server.streams.on('notify-room', `${room._id}/deleteMessage`, (args) => heard.push(...args));
		await deleteMessageAs(server, gone._id, 'alice-id');
		expect(messages.findById(gone._id)).to.equal(undefined);
		expect(rooms.findById(room._id)?.lastMessage?._id).to.equal(kept._id);
		expect(heard).to.deep.equal([{ _id: gone._id }]);
		expect(await thrownBy(() => deleteMessageAs(server, kept._id, 'bob-id'))).to.equal(
			'error-action-not-allowed',
		);
	});

	it('leaves an empty message of type rm where there are replies, and keeps a hidden copy', async () => {
		const first = await send('first', {});
		await send('reply', { tmid: first._id });
		await deleteMessage(server, first, alice);
		expect(messages.findById(first._id)).to.deep.include({
			t: 'rm',
			msg: '',
			attachments: [],
			mentions: [],
		});
		expect(messages.find({ parent: first._id })).to.have.length(1);
	});

	it('leaves an empty message of type rm with Message_ShowDeletedStatus, a hidden one with Message_KeepHistory', async () => {
		server.settings.set('Message_ShowDeletedStatus', true);
		const shown = await send('shown');
		await deleteMessage(server, shown, alice);
		expect(messages.findById(shown._id)?.t).to.equal('rm');
		server.settings.set('Message_ShowDeletedStatus', false);
		server.settings.set('Message_KeepHistory', true);
		const hidden = await send('hidden');
		await deleteMessage(server, hidden, alice);
		expect(messages.findById(hidden._id)?._hidden).to.equal(true);
	});
});

// apps/meteor/app/reactions/server/setReaction.ts
describe('reacting to a message', () => {
	// Older servers add a reaction that is removed once too often.
	const server = memoryServer('8.4');
	const alice = someUser(server, 'alice');
	const bob = someUser(server, 'bob');
	const room = someChannel(server, 'team', [alice, bob]);
	const { messages, customEmoji } = collections(server);
	let id: string;

	beforeEach(async () => {
		const sent = await executeSendMessage(server, 'alice-id', { rid: room._id, msg: 'hi' });
		id = sent?._id ?? expect.fail('not sent');
	});

	it('stores who reacted with what, in the message and in the room', async () => {
		await executeSetReaction(server, 'alice-id', ':tada:', id, true);
		await executeSetReaction(server, 'bob-id', 'tada', id);
		await executeSetReaction(server, 'bob-id', ':thumbsup_tone2:', id);
		const reactions = {
			':tada:': { usernames: ['alice', 'bob'] },
			':thumbsup_tone2:': { usernames: ['bob'] },
		};
		expect(messages.findById(id)?.reactions).to.deep.equal(reactions);
		expect(collections(server).rooms.findById(room._id)?.lastMessage?.reactions).to.deep.equal(reactions);
		await executeSetReaction(server, 'bob-id', ':tada:', id);
		await executeSetReaction(server, 'bob-id', ':thumbsup_tone2:', id, false);
		expect(messages.findById(id)?.reactions).to.deep.equal({ ':tada:': { usernames: ['alice'] } });
	});

	it('removes the field with the last reaction; removing a reaction once more adds it', async () => {
		await executeSetReaction(server, 'alice-id', ':tada:', id, true);
		await executeSetReaction(server, 'alice-id', ':tada:', id, false);
		expect(messages.findById(id)).not.to.have.property('reactions');
		await executeSetReaction(server, 'alice-id', ':tada:', id, false);
		expect(messages.findById(id)?.reactions).to.deep.equal({ ':tada:': { usernames: ['alice'] } });
	});

	it('refuses names that are no emoji, unless the workspace has one of that name', async () => {
		expect(await thrownBy(() => executeSetReaction(server, 'alice-id', ':no_such_emoji:', id))).to.equal(
			'error-not-allowed',
		);
		expect(await thrownBy(() => executeSetReaction(server, 'alice-id', '🎉', id))).to.equal(
			'error-not-allowed',
		);
		const _updatedAt = new Date();
		customEmoji.insert({
			_id: 'e',
			name: 'party_parrot',
			aliases: ['parrot'],
			extension: 'gif',
			_updatedAt,
		});
		await executeSetReaction(server, 'alice-id', ':parrot:', id);
		expect(messages.findById(id)?.reactions).to.have.property(':parrot:');
	});
});
