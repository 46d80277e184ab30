import type { Router } from 'express';
import type { TeamDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import { collections } from '../functions/collections';
import { addRoomsToTeam, addTeamMembers, createTeam, setAutoJoin } from '../functions/teams';
import type { Server } from '../server';
import { answeredRoom } from './declared-answers';
import { Endpoints, type Params } from './endpoints';

/** Those of `teams.*` that change who may read a room, and who is in it (`apps/meteor/app/api/server/v1/teams.ts`). */
export function teamsRoutes(server: Server): Router {
	return new Endpoints(server)
		.post('teams.create', async ({ user, params, request }) => {
			const { type } = request.body as { type?: unknown };
			return {
				team: await createTeam(server, user, {
					...{ name: params.requiredText('name'), isPrivate: type === 1 },
					members: params.texts('members') ?? [],
				}),
			};
		})
		.post('teams.addRooms', ({ user, params }) => {
			const added = addRoomsToTeam(server, user, teamIn(server, params), params.texts('rooms') ?? []);
			return { rooms: added.map(answeredRoom) };
		})
		.post('teams.updateRoom', async ({ user, params }) => {
			const isDefault = params.flag('isDefault') ?? false;
			const room = await setAutoJoin(server, user, params.requiredText('roomId'), isDefault);
			return { room: answeredRoom(room) };
		})
		.post('teams.addMembers', async ({ user, params, request }) => {
			const { members = [] } = request.body as { members?: readonly { userId: string }[] };
			const ids = members.map(({ userId }) => userId);
			await addTeamMembers(server, user, teamIn(server, params), ids);
		}).router;
}

/** @throws {MeteorError} `team-does-not-exist` */
function teamIn(server: Server, params: Params): TeamDocument {
	const { teams } = collections(server);
	const id = params.text('teamId');
	const team =
		id === undefined ? teams.findOne({ name: params.text('teamName') ?? '' }) : teams.findById(id);
	if (!team) {
		throw new MeteorError('team-does-not-exist');
	}
	return team;
}
