import type { AppContext } from '../app-context';
import type { OpeningResult } from '../bridge-memory';
import { FederationError } from '../errors';
import type { RocketChatUser } from '../rocketchat/entities';
import { openDirectRoom, type OtherMembers } from '../to-matrix/direct-messages/direct-room';
import { correctCase } from '../to-matrix/direct-messages/external-user';
import { isUsername, requireColleague, requireUserId, shorten } from './named-people';
import type { Invocation, Subcommand } from './subcommand';

/** `/federation dm @user:server …` opens a direct message with people on Matrix, and with colleagues too. */
export const dm: Subcommand = {
	name: 'dm',
	parameters: [{ name: '@user:server', severalPeople: 'several_by_command' }],
	who: 'users',
	feature: 'one_by_command',
	completesPeople: true,
	help: 'help_dm',
	async run(app, invocation) {
		const { user, parameters } = invocation;
		const openings = (await app.requireBridge().catch(() => undefined))?.directRoomOpenings;
		const key = `command of ${user.id}: ${[...parameters].sort().join(' ')}`;
		if (openings?.isUnderWay(key)) {
			return; // the same person typed the same a moment ago, and reads that answer
		}
		await (openings
			? openings.run(key, () => openAndAnswer(app, invocation))
			: openAndAnswer(app, invocation));
	},
};

async function openAndAnswer(
	app: AppContext,
	{ user, parameters, reply, text }: Invocation,
): Promise<OpeningResult> {
	const typed = await resolvePeople(app, user, parameters);
	const count = typed.external.length + typed.local.length;
	if (count > 1) {
		await app.plan.require('several_by_command');
	}
	const { directMessageLimit } = (await app.settingsState()).workspace;
	if (count + 1 > directMessageLimit) {
		throw new FederationError('too-many-people', { limit: directMessageLimit });
	}
	const bridge = await app.requireBridge();
	const external = await Promise.all(typed.external.map((userId) => correctCase(bridge, userId)));
	const others = { external: [...new Set(external)], local: typed.local };
	const result = await openDirectRoom(bridge, user, others);
	const names = [...others.external, ...others.local.map(({ username }) => username)];
	await reply(text(`dm_${result}`, { user: names.join(', ') }));
	return result;
}

/**
 * @param typed as `readPeople` returns it: ids of people on Matrix and usernames of colleagues
 * @returns the people besides the user
 * @throws FederationError `nobody-external`, and what `requireUserId` and `requireColleague` throw
 */
async function resolvePeople(
	app: AppContext,
	user: RocketChatUser,
	typed: readonly string[],
): Promise<OtherMembers> {
	const external = typed.filter((name) => !isUsername(name)).map(requireUserId);
	const colleagues = new Map<string, RocketChatUser>();
	// One after the other: the first unknown name ends it, so a long list does not cause as many requests.
	for (const name of typed.filter(isUsername)) {
		const person = await requireColleague(app, name);
		colleagues.set(person.id, person);
	}
	if (external.length === 0) {
		throw new FederationError('nobody-external', { given: shorten(typed.join(' ')) });
	}
	colleagues.delete(user.id);
	return { external, local: [...colleagues.values()] };
}
