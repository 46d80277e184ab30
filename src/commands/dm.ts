import { UserType } from '@rocket.chat/apps-engine/definition/users';
import type { AppContext } from '../app-context';
import { FederationError } from '../errors';
import { parseUserId, type UserId } from '../matrix/ids';
import type { RocketChatUser } from '../rocketchat/entities';
import { openDirectRoom, type OtherMembers } from '../to-matrix/direct-room';
import type { Subcommand } from './subcommand';

/** `/federation dm @user:server …` opens a direct message with people on Matrix, and colleagues if wanted. */
export const dm: Subcommand = {
	name: 'dm',
	parameters: [{ name: '@user:server', several: 'several_by_command' }],
	who: 'users',
	feature: 'one_by_command',
	help: 'help_dm',
	async run(app, { user, parameters, reply, text }) {
		const others = await peopleIn(app, user, parameters);
		const opening = await openDirectRoom(await app.requireBridge(), user, others);
		const names = [...others.external, ...others.local.map(({ username }) => username)];
		await reply(text(`dm_${opening}`, { user: names.join(', ') }));
	},
};

/** Who is meant: what has a colon is an external person's id, everything else the username of a local one. */
async function peopleIn(
	app: AppContext,
	user: RocketChatUser,
	given: readonly string[],
): Promise<OtherMembers> {
	const external = given.filter((name) => name.includes(':')).map(externalOf);
	const people = await Promise.all(
		given.filter((name) => !name.includes(':')).map((name) => localOf(app, name)),
	);
	const local = people.filter(({ id }) => id !== user.id);
	if (external.length === 0) {
		throw new FederationError('nobody-external', { given: given.join(' ').slice(0, 80) });
	}
	const { directMessageLimit } = (await app.settingsState()).workspace;
	if (1 + external.length + local.length > directMessageLimit) {
		throw new FederationError('too-many-people', { limit: directMessageLimit });
	}
	return { external, local };
}

function externalOf(given: string): UserId {
	const external = parseUserId(`@${given}`);
	if (!external) {
		throw new FederationError('user-id-invalid', { given: given.slice(0, 80) });
	}
	return external;
}

async function localOf({ people }: AppContext, given: string): Promise<RocketChatUser> {
	const person = await people.byUsername(given);
	if (person?.type !== UserType.USER || !person.isEnabled) {
		throw new FederationError('user-not-here', { given: given.slice(0, 80) });
	}
	return person;
}
