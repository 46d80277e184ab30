import { expect } from 'chai';
import { collections } from '../../../sandbox/workspace/functions/collections';
import { deleteMessageAs } from '../../../sandbox/workspace/functions/delete-message';
import { deleteRoom } from '../../../sandbox/workspace/functions/delete-room';
import { createDiscussion } from '../../../sandbox/workspace/functions/discussions';
import { saveRoomSettings } from '../../../sandbox/workspace/functions/room-settings';
import { executeSendMessage } from '../../../sandbox/workspace/functions/send-message';
import { subscriptionsOf } from '../../../sandbox/workspace/functions/subscriptions';
import { memoryServer, someChannel, someUser, thrownBy } from '../support/memory-server';

// apps/meteor/app/discussion/server/methods/createDiscussion.ts, hooks/propagateDiscussionMetadata.ts, joinDiscussionOnMessage.ts
describe('a discussion', () => {
	const server = memoryServer();
	const { rooms, messages } = collections(server);
	const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((name) => someUser(server, name)) as [
		ReturnType<typeof someUser>,
		ReturnType<typeof someUser>,
		ReturnType<typeof someUser>,
	];
	const team = someChannel(server, 'team', [alice, bob]);
	const start = (given: Partial<Parameters<typeof createDiscussion>[2]> = {}) =>
		createDiscussion(server, alice, { prid: team._id, t_name: 'Where to eat?', users: [], ...given });
	const membersOf = (roomId: string) => subscriptionsOf(server, roomId).map(({ u }) => u.username);

	it('has the type of its parent room, which announces it by a system message with its name and id', async () => {
		const discussion = await start({ users: ['bob'], reply: 'I am hungry' });
		expect(discussion).to.include({ t: 'c', fname: 'Where to eat?', prid: 'team-id', topic: 'team' });
		expect(discussion.name).not.to.equal(discussion.fname);
		expect(membersOf(discussion._id)).to.have.members(['alice', 'bob']);
		const announced = messages.findOne({ drid: discussion._id });
		expect(announced).to.include({
			...{ rid: 'team-id', t: 'discussion-created', msg: 'Where to eat?', dcount: 1 },
		});
		expect(announced?.u.username).to.equal('alice');
		expect(messages.find({ rid: discussion._id }).map(({ msg }) => msg)).to.deep.equal(['I am hungry']);
		someChannel(server, 'secret', [alice], { t: 'p' });
		expect((await start({ prid: 'secret-id' })).t).to.equal('p');
	});

	it('about a message invites its writer and begins with its quote, and a message has only one', async () => {
		const message = await executeSendMessage(server, bob._id, { rid: team._id, msg: 'pizza?' });
		const pmid = message?._id ?? '';
		const discussion = await start({ pmid });
		expect(membersOf(discussion._id)).to.have.members(['alice', 'bob']);
		const [first] = messages.find({ rid: discussion._id });
		expect(first).to.include({ msg: '' });
		expect(first?.attachments?.[0]).to.include({
			text: 'pizza?',
			author_name: 'bob',
			message_link: `/channel/team?msg=${pmid}`,
		});
		expect(
			(await createDiscussion(server, carol, { prid: team._id, pmid, t_name: 'x', users: [] }))._id,
		).to.equal(discussion._id);
		expect(membersOf(discussion._id)).to.include('carol');
	});

	it('has no discussions of its own, and is none of a room in which one may not write', async () => {
		const { _id: prid } = await start();
		expect(await thrownBy(() => start({ prid }))).to.equal('error-nested-discussion');
		expect(await thrownBy(() => start({ prid: 'nowhere' }))).to.equal('error-invalid-room');
		expect(await thrownBy(() => start({ pmid: 'nothing' }))).to.equal('error-invalid-message');
	});

	it('takes in who writes in it, follows the name of its parent room, and is counted there', async () => {
		const discussion = await start({ prid: someChannel(server, 'crew', [alice, carol])._id });
		await executeSendMessage(server, carol._id, { rid: discussion._id, msg: 'here I am' });
		expect(membersOf(discussion._id)).to.have.members(['alice', 'carol']);
		expect(messages.findOne({ drid: discussion._id })?.dcount).to.equal(2);
		saveRoomSettings(
			server,
			'crew-id',
			{ roomName: 'gang' },
			someUser(server, 'root', { roles: ['admin'] }),
		);
		expect(rooms.findById(discussion._id)?.topic).to.equal('gang');
	});

	it('goes with its announcement and with its parent room', async () => {
		const one = await start();
		const announced = messages.findOne({ drid: one._id });
		await deleteMessageAs(server, announced?._id ?? '', alice._id);
		expect(rooms.findById(one._id)).to.equal(undefined);
		const other = await start();
		deleteRoom(server, other._id);
		const left = messages.find({ rid: 'team-id', t: 'discussion-created' }).at(-1);
		expect(left).not.to.have.any.keys('drid', 'dcount');
		const last = await start();
		deleteRoom(server, 'team-id');
		expect(rooms.findById(last._id)).to.equal(undefined);
	});
});
