import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { expect } from 'chai';
import { messageToApp } from '../../sandbox/workspace/converters/messages';
import type { MessageDocument } from '../../sandbox/workspace/database/documents';
import { collections } from '../../sandbox/workspace/functions/collections';
import { createDirectMessage } from '../../sandbox/workspace/functions/create-direct-room';
import { executeSendMessage } from '../../sandbox/workspace/functions/send-message';
import { executeSetReaction } from '../../sandbox/workspace/functions/set-reaction';
import { executeUpdateMessage, updateMessage } from '../../sandbox/workspace/functions/update-message';
import { behaves, serverVersions } from '../../sandbox/workspace/server-version';
import { memoryServer, someChannel, someUser, then, thrownBy } from './support/memory-server';

for (const version of serverVersions) {
	describe(`a workspace as Rocket.Chat ${version}`, () => {
		const isOld = version === '8.4';
		const server = memoryServer(version);
		const alice = someUser(server, 'alice');
		const bob = someUser(server, 'bob');
		const room = someChannel(server, 'team', [alice, bob]);
		const { messages, rooms } = collections(server);
		const send = async (fields: Partial<MessageDocument>): Promise<MessageDocument> => {
			const sent = await executeSendMessage(server, 'alice-id', { rid: room._id, ...fields });
			return sent ?? expect.fail('no message was sent');
		};

		it('has the differences of its version and no others', () => {
			expect(behaves(server, 'closesCodeFences')).to.equal(isOld);
			expect(behaves(server, 'refusesBlankTexts')).to.equal(!isOld);
		});

		it(`${isOld ? 'omits' : 'keeps'} the sender of a message whose user is deleted`, () => {
			const message = {
				_id: 'm',
				rid: room._id,
				msg: 'hi',
				ts: then,
				u: { _id: 'gone', username: 'gone' },
			};
			expect((messageToApp(server, message) as Partial<IMessage>).sender?.username).to.equal(
				isOld ? undefined : 'gone',
			);
		});

		it(`${isOld ? 'adds' : 'leaves alone'} a reaction that is removed and was never there`, async () => {
			const { _id } = await send({ msg: 'hi' });
			await executeSetReaction(server, 'alice-id', ':tada:', _id, false);
			expect(messages.findById(_id)?.reactions).to.deep.equal(
				isOld ? { ':tada:': { usernames: ['alice'] } } : undefined,
			);
		});

		it(`${isOld ? 'closes' : 'leaves open'} a code fence`, async () => {
			const open = '```\ncode';
			expect((await send({ msg: open })).msg).to.equal(isOld ? `${open}\n\`\`\`` : open);
			expect((await send({ msg: open, parseUrls: false })).msg).to.equal(open);
			expect((await send({ msg: '```\ncode\n```' })).msg).to.equal('```\ncode\n```');
		});

		it(`finds a direct message of two again, whose id is ${isOld ? 'made of theirs' : 'random'}`, async () => {
			const { room: direct } = await createDirectMessage(server, ['bob'], 'alice-id');
			expect(direct._id).to.match(isOld ? /^alice-idbob-id$/ : /^\w{17}$/);
			const again = await createDirectMessage(server, ['alice'], 'bob-id');
			expect([again.room._id, again.inserted]).to.deep.equal([direct._id, false]);
		});

		it(`makes a direct message with a deactivated person ${isOld ? 'writable' : 'read-only'}`, async () => {
			someUser(server, 'carol', { active: false });
			const { room: direct } = await createDirectMessage(server, ['carol'], 'alice-id');
			expect(direct.ro).to.equal(isOld ? undefined : true);
			const several = await createDirectMessage(server, ['bob', 'carol'], 'alice-id');
			expect(several.room.ro).to.equal(undefined);
		});

		it(`${isOld ? 'takes' : 'refuses'} messages in an archived room`, async () => {
			rooms.set(room._id, { archived: true });
			const answer = await send({ msg: 'hi' }).then(
				() => 'sent',
				(error: unknown) => (error as Error).message,
			);
			rooms.set(room._id, { archived: false });
			expect(answer).to.equal(isOld ? 'sent' : 'room_is_archived');
		});

		if (isOld) {
			it('takes blank texts and NUL, and edits of deleted messages', async () => {
				expect((await send({ msg: ' ' })).msg).to.equal(' ');
				expect((await send({ msg: 'a\0b' })).msg).to.equal('a\0b');
				const { _id } = await send({ msg: 'hi' });
				messages.set(_id, { t: 'rm', msg: '' });
				await executeUpdateMessage(server, alice, _id, { msg: 'back' });
				expect(messages.findById(_id)?.msg).to.equal('back');
			});
		} else {
			it('refuses blank texts without an attachment, and removes NUL', async () => {
				expect(await thrownBy(() => send({ msg: ' \0' }))).to.equal('error-invalid-message');
				expect(await thrownBy(() => send({}))).to.equal('error-invalid-message');
				expect((await send({ msg: 'a\0b' })).msg).to.equal('ab');
				expect((await send({ msg: '', attachments: [{ text: 'x' }] })).msg).to.equal('');
			});

			it('refuses edits to a blank text and edits of deleted messages, from apps too', async () => {
				const { _id } = await send({ msg: 'hi' });
				const edits = (msg: string): (() => Promise<void>)[] => [
					() => executeUpdateMessage(server, alice, _id, { msg }),
					() => updateMessage(server, { _id, msg }, alice),
				];
				for (const edit of edits(' ')) {
					expect(await thrownBy(edit)).to.equal('error-invalid-message');
				}
				await updateMessage(server, { _id, reactions: {} }, alice);
				messages.set(_id, { t: 'rm', msg: '' });
				for (const edit of edits('back')) {
					expect(await thrownBy(edit)).to.equal('error-action-not-allowed');
				}
			});
		}
	});
}
