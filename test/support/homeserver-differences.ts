import { MsgType } from 'matrix-js-sdk';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { softwareNames, type SoftwareName } from '../../sandbox/homeserver/homeserver-software';
import { markdownTable } from '../../scripts/markdown-table';
import { DOMAIN, UNREACHABLE, type FederatedWorkspace } from './federated-workspace';

/** Something in which homeservers differ. What each of them does is what `find` returns there. */
export interface Difference extends Readonly<Record<SoftwareName, string>> {
	readonly what: string;
	/** Finds out what the running homeserver does. */
	readonly find: (homeserver: Probe, conversation: Conversation) => Promise<string>;
}

/** A direct message of Alice in Rocket.Chat and Bob on Matrix. */
export interface Conversation {
	readonly alice: WorkspacePerson;
	readonly bob: MatrixPerson;
	readonly room: { readonly rocketChatId: string; readonly matrixId: string };
}

interface Answer {
	readonly status: number;
	readonly body: Readonly<Record<string, unknown>>;
}

/** Asks the homeserver of a federated workspace with the token of the application service. */
export class Probe {
	private constructor(
		private readonly url: string,
		private readonly token: string,
	) {}

	static async of({ app, homeserver }: FederatedWorkspace): Promise<Probe> {
		const { as_token } = await app.administration.appSettings(app.appId);
		return new Probe(homeserver.url, String(as_token));
	}

	/**
	 * @param as the user who acts; the federation bot unless given
	 * @param body text is sent as a file, anything else as JSON
	 */
	async ask(
		method: string,
		path: string,
		{ as, body, token = this.token }: { as?: string; body?: object | string; token?: string } = {},
	): Promise<Answer> {
		const address = new URL(path, this.url);
		if (as !== undefined) {
			address.searchParams.set('user_id', as);
		}
		const isFile = typeof body === 'string';
		const response = await fetch(address, {
			method,
			headers: {
				authorization: `Bearer ${token}`,
				'content-type': isFile ? 'text/plain' : 'application/json',
			},
			...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
		});
		const text = await response.text();
		return {
			status: response.status,
			body: text.startsWith('{') ? (JSON.parse(text) as Answer['body']) : {},
		};
	}
}

const BOT = `@rocketchat:${DOMAIN}`;
/** A ghost that exists, and one of a local user whom nobody on Matrix knows. */
const GHOST = `@rc_alice:${DOMAIN}`;
const UNUSED_GHOST = `@rc_late:${DOMAIN}`;

const client = '/_matrix/client';
const segment = encodeURIComponent;
const statusOf = ({ status }: Answer) => String(status);
const withErrcode = ({ status, body }: Answer) =>
	typeof body.errcode === 'string' ? `${status} \`${body.errcode}\`` : String(status);

/** Every difference that a bridge can notice and that these tests found. docs/homeservers.md has the same table. */
export const differences: readonly Difference[] = [
	{
		what: 'test call, `POST /client/v1/appservice/{id}/ping`',
		synapse: '200',
		dendrite: '404 `M_UNRECOGNIZED`',
		find: async (homeserver) =>
			withErrcode(
				await homeserver.ask('POST', `${client}/v1/appservice/rocketchat/ping`, { body: {} }),
			),
	},
	{
		what: 'version 1.11 of the specification in `GET /client/versions`',
		synapse: 'yes',
		dendrite: 'no',
		find: async (homeserver) => {
			const { body } = await homeserver.ask('GET', `${client}/versions`);
			return (body.versions as string[]).includes('v1.11') ? 'yes' : 'no';
		},
	},
	{
		what: '`GET /client/versions` with a token that it does not know',
		synapse: '401 `M_UNKNOWN_TOKEN`',
		dendrite: '200',
		find: async (homeserver) =>
			withErrcode(await homeserver.ask('GET', `${client}/versions`, { token: 'unknown' })),
	},
	{
		what: '`GET /client/v3/sync` as the federation bot',
		synapse: '500',
		dendrite: '200',
		find: async (homeserver) =>
			statusOf(await homeserver.ask('GET', `${client}/v3/sync?timeout=0`, { as: BOT })),
	},
	{
		what: 'largest upload by default',
		synapse: '50 MiB',
		dendrite: '10 MiB',
		find: async (homeserver) => {
			const { body } = await homeserver.ask('GET', `${client}/v1/media/config`);
			return `${Number(body['m.upload.size']) / 1024 ** 2} MiB`;
		},
	},
	{
		what: 'new file by the older path, `/media/v3/download`',
		synapse: '404 `M_NOT_FOUND`',
		dendrite: '200',
		find: async (homeserver) => {
			const { body } = await homeserver.ask('POST', '/_matrix/media/v3/upload', {
				as: GHOST,
				body: 'a file',
			});
			const id = String(body.content_uri).replace('mxc://', '');
			return withErrcode(await homeserver.ask('GET', `/_matrix/media/v3/download/${id}`));
		},
	},
	{
		what: 'reserving a file, `POST /media/v1/create`',
		synapse: '200',
		dendrite: '404 `M_UNRECOGNIZED`',
		find: async (homeserver) =>
			withErrcode(await homeserver.ask('POST', '/_matrix/media/v1/create', { as: GHOST, body: {} })),
	},
	{
		what: 'profile of somebody on a server that cannot be reached',
		synapse: '502',
		dendrite: '500',
		find: async (homeserver) =>
			statusOf(await homeserver.ask('GET', `${client}/v3/profile/${segment(`@bob:${UNREACHABLE}`)}`)),
	},
	{
		what: 'profile of a local user who has no ghost yet',
		synapse: '404',
		dendrite: '200: it asks the app, which registers the ghost',
		find: async (homeserver) => {
			const { status } = await homeserver.ask('GET', `${client}/v3/profile/${segment(UNUSED_GHOST)}`);
			return status === 200 ? '200: it asks the app, which registers the ghost' : String(status);
		},
	},
	{
		what: 'the reason with which somebody leaves a room or declines an invitation',
		synapse: 'is kept',
		dendrite: 'is lost',
		find: async (homeserver) => {
			const { body } = await homeserver.ask('POST', `${client}/v3/createRoom`, {
				as: GHOST,
				body: { preset: 'private_chat', invite: [BOT] },
			});
			const room = `${client}/v3/rooms/${segment(String(body.room_id))}`;
			await homeserver.ask('POST', `${room}/leave`, { as: BOT, body: { reason: 'a reason' } });
			const member = await homeserver.ask('GET', `${room}/state/m.room.member/${segment(BOT)}`, {
				as: GHOST,
			});
			return member.body.reason === 'a reason' ? 'is kept' : 'is lost';
		},
	},
	{
		what: '`POST /client/v3/account/deactivate` as a ghost, without a password',
		synapse: '200',
		dendrite: '401',
		find: async (homeserver) => {
			const registration = { type: 'm.login.application_service', username: 'rc_retired' };
			await homeserver.ask('POST', `${client}/v3/register`, { body: registration });
			const as = `@rc_retired:${DOMAIN}`;
			return statusOf(
				await homeserver.ask('POST', `${client}/v3/account/deactivate`, { as, body: {} }),
			);
		},
	},
	{
		what: 'redactions: deleted messages, removed reactions, withdrawn votes',
		synapse: 'are pushed to the app',
		dendrite: 'are not pushed to the app',
		find: async (_homeserver, { alice, bob, room }) => {
			const eventId = await bob.send(room.matrixId, 'delete this');
			const { id } = await alice.waitForMessage(
				room.rocketChatId,
				({ text }) => text === 'delete this',
			);
			await bob.client.redactEvent(room.matrixId, eventId);
			// Events of one room come in order, so the redaction would have come before this.
			await bob.send(room.matrixId, 'after it');
			await alice.waitForMessage(room.rocketChatId, ({ text }) => text === 'after it');
			const isThere = (await alice.messages(room.rocketChatId)).some((message) => message.id === id);
			return isThere ? 'are not pushed to the app' : 'are pushed to the app';
		},
	},
	{
		what: 'the latest edit of an event in `GET /client/v3/rooms/{roomId}/event/{eventId}`',
		synapse: 'is there',
		dendrite: 'is missing',
		find: async (homeserver, { bob, room: { matrixId } }) => {
			const eventId = await bob.send(matrixId, 'before');
			await bob.sendContent(matrixId, {
				msgtype: MsgType.Text,
				body: '* after',
				'm.mentions': {},
				'm.new_content': { msgtype: MsgType.Text, body: 'after' },
				'm.relates_to': { rel_type: 'm.replace', event_id: eventId },
			});
			const { body } = await homeserver.ask(
				'GET',
				`${client}/v3/rooms/${segment(matrixId)}/event/${segment(eventId)}`,
				{ as: GHOST },
			);
			return JSON.stringify(body.unsigned ?? {}).includes('m.replace') ? 'is there' : 'is missing';
		},
	},
];

/** @returns the table for docs/homeservers.md */
export function differencesTable(): string {
	return markdownTable(
		['what', 'Synapse', 'Dendrite'],
		['---', '---', '---'],
		differences.map((difference) => [difference.what, ...softwareNames.map((name) => difference[name])]),
	);
}
