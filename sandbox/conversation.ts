import type { Room } from 'matrix-js-sdk';
import type { MatrixPerson } from './clients/matrix-client';
import { buttonNamed, buttonsOf } from './clients/message-buttons';
import type { WorkspacePerson } from './clients/workspace-client';
import type { WorkspaceMessage } from './clients/workspace-message';

/** Time limits in milliseconds. */
const COMMAND_LIMIT = 30_000;
const MESSAGE_LIMIT = 30_000;

/** The username of the app's own user. */
const FEDERATION_BOT = 'federation.bot';

/** A direct message room, with its id on both sides. */
interface DirectMessage {
	readonly local: WorkspacePerson;
	readonly external: MatrixPerson;
	readonly rocketChatId: string;
	readonly matrixId: string;
}

/** Who sends what. Both people send and receive. */
const script: readonly (readonly ['local' | 'external', string])[] = [
	['local', 'Hello Bob, this is Alice in Rocket.Chat. Can you read this?'],
	['external', 'Yes. I am on Matrix. Which Matrix server do you use?'],
	['local', 'None. An app in our workspace sends this to Matrix.'],
	['external', 'Then it sends this back to you: 🚀 äöü 你好'],
];

/**
 * Lets people of both sides write to each other. Prints each message as the other side sees it, with the time it took.
 * @param prefix of the ghosts' names
 * @param say prints a line
 * @throws Error if a message does not arrive in time
 */
export async function playConversation(
	people: { alice: WorkspacePerson; carol: WorkspacePerson; bob: MatrixPerson },
	prefix: string,
	say: (line: string) => void,
): Promise<void> {
	const { alice, carol, bob } = people;
	say('');
	say(`Alice (Rocket.Chat) opens a direct message with Bob (Matrix): /federation dm ${bob.userId}`);
	const fromRocketChat = await openFromRocketChat(alice, bob, prefix, say);
	const times = { local: [] as number[], external: [] as number[] };
	for (const [speaker, text] of script) {
		times[speaker].push(await sendAndWait(fromRocketChat, speaker, text, say));
	}

	say('');
	say('Bob (Matrix) opens a direct message with Carol (Rocket.Chat):');
	const fromMatrix = await openFromMatrix(
		carol,
		bob,
		prefix,
		'Hello Carol, can you see me in Rocket.Chat?',
		say,
	);
	times.local.push(
		await sendAndWait(fromMatrix, 'local', 'Yes, you look like every other user here.', say),
	);

	say('');
	say(
		`Median time of a message: ${median(times.local)} ms from Rocket.Chat to Matrix, ` +
			`${median(times.external)} ms from Matrix to Rocket.Chat.`,
	);
}

async function openFromRocketChat(
	local: WorkspacePerson,
	external: MatrixPerson,
	prefix: string,
	say: (line: string) => void,
): Promise<DirectMessage> {
	const startedAt = Date.now();
	const noticesBefore = local.notices.length;
	await local.runCommand('federation', `dm ${external.userId}`, 'GENERAL');
	const notice = await local.waitForNotice(
		(candidate) => local.notices.indexOf(candidate) >= noticesBefore,
		COMMAND_LIMIT,
	);
	say(`  Rocket.Chat shows only to Alice: ${notice.text}`);
	const ghost = ghostOf(local, external, prefix);
	const room = await external.waitUntil(`a room of ${external.userId} with ${ghost}`, {
		timeout: COMMAND_LIMIT,
		look: () =>
			roomOfTwo(external, ghost) ??
			external
				.invitations()
				.find((candidate) =>
					['join', 'invite'].includes(candidate.getMember(ghost)?.membership ?? ''),
				),
	});
	if (room.getMyMembership() === 'invite') {
		say(`  Matrix: after ${Date.now() - startedAt} ms ${ghost} invites Bob, who joins`);
		await external.join(room.roomId);
	}
	const { _id: rocketChatId } = await local.waitForDirectRoom(external.userId.slice(1), COMMAND_LIMIT);
	return { local, external, rocketChatId, matrixId: room.roomId };
}

async function openFromMatrix(
	local: WorkspacePerson,
	external: MatrixPerson,
	prefix: string,
	text: string,
	say: (line: string) => void,
): Promise<DirectMessage> {
	const ghost = ghostOf(local, external, prefix);
	const known = roomOfTwo(external, ghost);
	const matrixId = known?.roomId ?? (await external.createDirectRoom(ghost));
	if (!known) {
		await acceptOnCard(local, external);
		say('  The federation bot shows Carol a card, on which she presses Accept');
	}
	const before = await workspaceMessageIds(local, external);
	const { seen, milliseconds } = await timed(
		() => external.send(matrixId, text),
		async () => {
			const room = await local.waitForDirectRoom(external.userId.slice(1), MESSAGE_LIMIT);
			return local.waitForMessage(
				room._id,
				isNew(before, ({ text: seen }) => seen === text),
				MESSAGE_LIMIT,
			);
		},
	);
	const where = known ? 'in their existing room' : 'in a new room that the app created';
	say(`  Carol sees after ${milliseconds} ms, ${where}: ${seen.sender}: ${seen.text}`);
	return { local, external, rocketChatId: seen.roomId, matrixId };
}

/** Waits for the card by which the federation bot asks a person, and presses its button. */
async function acceptOnCard(local: WorkspacePerson, external: MatrixPerson): Promise<void> {
	const room = await local.waitForDirectRoom(FEDERATION_BOT, MESSAGE_LIMIT);
	const card = await local.waitForMessage(
		room._id,
		(message) => message.text.includes(external.userId) && buttonsOf(message).length > 0,
		MESSAGE_LIMIT,
	);
	await local.press(card, buttonNamed('Accept', card));
}

/** @returns the room in which only these two are; they may share rooms with others too */
function roomOfTwo(external: MatrixPerson, ghost: string): Room | undefined {
	return external.joinedRooms().find(({ roomId }) => {
		const members = external.membersOf(roomId);
		return members.length === 2 && members.includes(ghost);
	});
}

/** Sends a message on one side and waits until the other side sees it. @returns the time in milliseconds */
async function sendAndWait(
	{ local, external, rocketChatId, matrixId }: DirectMessage,
	speaker: 'local' | 'external',
	text: string,
	say: (line: string) => void,
): Promise<number> {
	if (speaker === 'local') {
		const before = new Set(external.messages(matrixId).map(({ eventId }) => eventId));
		const { seen, milliseconds } = await timed(
			() => local.send(rocketChatId, text),
			() =>
				external.waitForMessage(
					matrixId,
					({ eventId, body }) => body === text && !before.has(eventId),
					MESSAGE_LIMIT,
				),
		);
		say(`  Rocket.Chat → Matrix ${rightAligned(milliseconds)}  ${seen.sender}: ${seen.body}`);
		return milliseconds;
	}
	await local.listenTo(rocketChatId);
	const before = await workspaceMessageIds(local, external);
	const { seen, milliseconds } = await timed(
		() => external.send(matrixId, text),
		() =>
			local.waitForMessage(
				rocketChatId,
				isNew(before, ({ text: seen }) => seen === text),
				MESSAGE_LIMIT,
			),
	);
	say(`  Matrix → Rocket.Chat ${rightAligned(milliseconds)}  ${seen.sender}: ${seen.text}`);
	return milliseconds;
}

/** @returns the ids of the messages in the direct room of the two; empty if there is no such room */
async function workspaceMessageIds(
	local: WorkspacePerson,
	external: MatrixPerson,
): Promise<ReadonlySet<string>> {
	const room = await local.directRoomWith(external.userId.slice(1));
	return new Set(room ? (await local.messages(room._id)).map(({ id }) => id) : []);
}

/** Ignores messages that were there before: an earlier start has sent the same texts. */
function isNew(
	before: ReadonlySet<string>,
	predicate: (message: WorkspaceMessage) => boolean,
): (message: WorkspaceMessage) => boolean {
	return (message) => !before.has(message.id) && predicate(message);
}

/** Starts to watch, then sends. @returns what was seen, and the milliseconds until then */
async function timed<Seen>(
	send: () => Promise<unknown>,
	watch: () => Promise<Seen>,
): Promise<{ seen: Seen; milliseconds: number }> {
	const startedAt = Date.now();
	const watching = watch().then((seen) => ({ seen, milliseconds: Date.now() - startedAt }));
	const [result] = await Promise.all([watching, send()]);
	return result;
}

/** @returns the ghost's user id. The sandbox's usernames have no characters that a ghost's name has to escape. */
function ghostOf(local: WorkspacePerson, external: MatrixPerson, prefix: string): string {
	const domain = external.userId.slice(external.userId.indexOf(':') + 1);
	return `@${prefix}${local.username}:${domain}`;
}

function median(values: readonly number[]): number {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
}

function rightAligned(milliseconds: number): string {
	return `${String(milliseconds).padStart(5)} ms`;
}
