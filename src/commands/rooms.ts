import type { AppContext } from '../app-context';
import { FederationError } from '../errors';
import type { TextKey, Texts } from '../i18n';
import type { UserId } from '../matrix/ids';
import { ensureGhost } from '../people/ghost';
import { isChannelOrGroup } from '../rocketchat/entities';
import { changeMember, inviteToRoom, type RemovalAction } from '../to-matrix/rooms/change-member';
import { correctCase } from '../to-matrix/direct-messages/external-user';
import { linkedMatrixRoom, requireFederatedRoom } from '../to-matrix/rooms/federated-room';
import { bridgeExistingRoom, createFederatedRoom } from '../to-matrix/rooms/create-room';
import { extendDirectMessage } from '../to-matrix/rooms/extend-direct-message';
import type { BridgedRoom } from '../to-matrix/rooms/bridge-room';
import { colleagueNamed, requireColleague, requireUserId, isUsername } from './named-people';
import type { Invocation, Subcommand } from './subcommand';
import { readPeople } from './typed-people';

/** The word behind the name that makes a room public. */
const PUBLIC = 'public';

/** `/federation create NAME [public] [@user:server …]` creates a federated channel or group. */
export const create: Subcommand = {
	name: 'create',
	parameters: [{ name: 'NAME' }, { name: '[public] [@user:server …]', isRest: true }],
	who: 'users',
	feature: 'federated_room',
	help: 'help_create',
	async run(app, invocation) {
		const { user, parameters, reply, text } = invocation;
		const { name, isPublic, people } = readRoom(parameters);
		const bridge = await app.requireBridge();
		const external: UserId[] = [];
		const local = [];
		for (const typed of readPeople(people)) {
			const colleague = await colleagueNamed(app, bridge, typed);
			if (colleague) {
				local.push(colleague);
			} else {
				external.push(await correctCase(bridge, requireUserId(typed)));
			}
		}
		const wanted = { name, isPublic, external: [...new Set(external)], local };
		const { bridged } = await createFederatedRoom(bridge, user, wanted);
		const invited = external.filter((id) => !bridged.notInvited.some(({ userId }) => userId === id));
		await reply(
			[
				text(isPublic ? 'room_created_public' : 'room_created', { name }),
				...(invited.length > 0 ? [text('room_invited', { people: invited.join(', ') })] : []),
				...outcomeOf(bridged, text),
			].join('\n'),
		);
	},
};

/** `/federation bridge` federates the channel or group in which it is typed. */
export const bridge: Subcommand = {
	name: 'bridge',
	parameters: [],
	who: 'users',
	feature: 'federated_room',
	help: 'help_bridge',
	async run(app: AppContext, { user, room, reply, text }: Invocation) {
		const bridged = await bridgeExistingRoom(await app.requireBridge(), user, room);
		await reply([text('room_bridged'), ...outcomeOf(bridged, text)].join('\n'));
	},
};

/**
 * `/federation invite @user:server …` invites people on Matrix to the federated room in which it is typed. A direct message goes on in a
 * new one with them.
 */
export const invite: Subcommand = {
	name: 'invite',
	parameters: [{ name: '@user:server', severalPeople: 'invitation' }],
	who: 'users',
	feature: 'invitation',
	help: 'help_invite',
	async run(app, { user, room, parameters, reply, text }) {
		const bridge = await app.requireBridge();
		const isDirect = !isChannelOrGroup(room) && (await linkedMatrixRoom(bridge, room)) !== undefined;
		const link = isDirect ? undefined : await requireFederatedRoom(bridge, room);
		const external: UserId[] = [];
		for (const typed of parameters) {
			const colleague = await colleagueNamed(app, bridge, typed);
			if (colleague) {
				throw new FederationError('invite-colleague', { username: colleague.username });
			}
			external.push(await correctCase(bridge, requireUserId(typed)));
		}
		const people = external.join(', ');
		if (link) {
			await inviteToRoom(bridge, link, user, external);
			await reply(text('room_invited', { people }));
		} else {
			const result = await extendDirectMessage(bridge, user, room, external);
			await reply(text(`dm_${result}`, { user: people }));
		}
	},
};

/** `/federation kick @user:server [reason]` removes somebody from the federated room in which it is typed. */
export const kick = removal('kick', 'help_kick', 'room_kicked');

/** `/federation ban @user:server [reason]` removes somebody and keeps them out. */
export const ban = removal('ban', 'help_ban', 'room_banned');

/** `/federation unban @user:server` lets somebody who was banned come back. */
export const unban = removal('unban', 'help_unban', 'room_unbanned');

function removal(action: RemovalAction, help: TextKey, done: TextKey): Subcommand {
	return {
		name: action,
		parameters: [{ name: '@user:server' }, { name: '[REASON]', isRest: true }],
		who: 'users',
		help,
		async run(app, { user, room, parameters: [typed = '', ...words], reply, text }) {
			const bridge = await app.requireBridge();
			const link = await requireFederatedRoom(bridge, room);
			const [person = typed] = readPeople([typed]);
			const userId = isUsername(person)
				? await ensureGhost(bridge, await requireColleague(app, person))
				: await correctCase(bridge, requireUserId(person));
			const reason = words.length > 0 ? words.join(' ') : undefined;
			await changeMember(bridge, link, user, { action, userId, reason });
			await reply(text(done, { user: isUsername(person) ? person : userId }));
		},
	};
}

/**
 * @returns the name, which may be several words and ends before `public` or the first person, and the people. A number sign in front
 * of it is none of it
 * @throws FederationError `room-name-missing`
 */
function readRoom([first = '', ...others]: readonly string[]) {
	const words = [first.replace(/^#(?=[^:]+$)/, ''), ...others];
	// A colon alone makes no person: `"Project: Alpha"` is one word here, since the server has removed its quotes.
	const isPerson = (word: string) => /^["'(<[]*[@#!]|^\S+:\S/.test(word);
	const isPublicAt = (index: number) =>
		words[index]?.toLowerCase() === PUBLIC && (index > 0 || words[1] === undefined || isPerson(words[1]));
	const end = words.findIndex((word, index) => isPublicAt(index) || isPerson(word));
	const nameWords = end === -1 ? words : words.slice(0, end);
	const rest = end === -1 ? [] : words.slice(end);
	const isPublic = end !== -1 && isPublicAt(end);
	if (nameWords.length === 0) {
		throw new FederationError('room-name-missing');
	}
	return { name: nameWords.join(' '), isPublic, people: isPublic ? rest.slice(1) : rest };
}

function outcomeOf({ alias, isListed, notInvited }: BridgedRoom, text: Texts): string[] {
	return [
		...(alias === undefined ? [] : [text('room_address', { alias })]),
		...(isListed === false ? [text('room_not_listed')] : []),
		...notInvited.map(({ userId, failure }) =>
			text('room_not_invited', { user: userId, reason: text(failure.text, failure.parameters) }),
		),
	];
}
