import { expect } from 'chai';
import { addUserToRoom } from '../../../sandbox/workspace/functions/add-user-to-room';
import { collections } from '../../../sandbox/workspace/functions/collections';
import { createDiscussion } from '../../../sandbox/workspace/functions/discussions';
import { leaveRoom } from '../../../sandbox/workspace/functions/remove-user-from-room';
import { canAccessRoom } from '../../../sandbox/workspace/functions/room-access';
import { changeSubscription, subscriptionOf } from '../../../sandbox/workspace/functions/subscriptions';
import {
	addRoomsToTeam,
	addTeamMembers,
	createTeam,
	setAutoJoin,
} from '../../../sandbox/workspace/functions/teams';
import { memoryServer, someChannel, someUser, thrownBy } from '../support/memory-server';

// apps/meteor/server/services/team/service.ts, app/lib/server/functions/addUserToRoom.ts, services/authorization/canAccessRoom.ts
describe('a team', () => {
	const server = memoryServer();
	const { rooms, messages, teamMembers } = collections(server);
	const alice = someUser(server, 'alice');
	const bob = someUser(server, 'bob');
	const carol = someUser(server, 'carol');
	const channel = (name: string) => {
		const room = someChannel(server, name, [alice]);
		const own = subscriptionOf(server, room._id, alice._id);
		changeSubscription(server, own ?? expect.fail('no subscription'), { roles: ['owner'] });
		return room;
	};
	const systemMessages = (rid: string) =>
		messages.find({ rid, t: { $exists: true } }).map(({ t, msg, u }) => [t, msg, u.username]);

	it('has a main room, which is a group if the team is private, and takes rooms in', async () => {
		const team = await createTeam(server, alice, { name: 'crew', isPrivate: true, members: ['bob'] });
		expect(rooms.findById(team.roomId)).to.include({ t: 'p', teamId: team._id, teamMain: true });
		const talk = channel('talk');
		expect(canAccessRoom(server, talk, carol._id)).to.equal(true);
		const [added] = addRoomsToTeam(server, alice, team, [talk._id]);
		expect(added).to.include({ teamId: team._id, t: 'c' });
		expect(systemMessages(team.roomId)).to.deep.equal([['user-added-room-to-team', 'talk', 'alice']]);
		expect(canAccessRoom(server, added ?? talk, bob._id)).to.equal(true);
		expect(canAccessRoom(server, added ?? talk, carol._id)).to.equal(false);
		const discussion = await createDiscussion(server, alice, {
			...{ prid: talk._id, t_name: 'Inside', users: [] },
		});
		expect(discussion.t).to.equal('p');
		expect(await thrownBy(() => addRoomsToTeam(server, alice, team, [talk._id]))).to.equal(
			'room-already-on-team',
		);
	});

	it('brings its members into rooms with auto-join, and who leaves its main room leaves only the team', async () => {
		const team = await createTeam(server, alice, { name: 'gang', isPrivate: false, members: ['bob'] });
		const news = channel('news');
		addRoomsToTeam(server, alice, team, [news._id]);
		await setAutoJoin(server, alice, news._id, true);
		expect(subscriptionOf(server, news._id, bob._id)).not.to.equal(undefined);
		await addTeamMembers(server, alice, team, [carol._id]);
		expect(subscriptionOf(server, news._id, carol._id)).not.to.equal(undefined);
		expect(systemMessages(team.roomId).at(-1)).to.deep.equal(['added-user-to-team', 'carol', 'alice']);
		await leaveRoom(server, carol, team.roomId);
		expect(systemMessages(team.roomId).at(-1)).to.deep.equal(['ult', 'carol', 'carol']);
		expect(teamMembers.count({ teamId: team._id, userId: carol._id })).to.equal(0);
		expect(subscriptionOf(server, news._id, carol._id)).not.to.equal(undefined);
		await addUserToRoom(server, team.roomId, carol._id);
		expect(systemMessages(team.roomId).at(-1)).to.deep.equal(['ujt', 'carol', 'carol']);
	});
});
