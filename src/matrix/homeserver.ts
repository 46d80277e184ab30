import { ClientPrefix, Method } from 'matrix-js-sdk/lib/http-api/index.js';
import { Accounts } from './accounts';
import { requireId } from './homeserver-error';
import { parseUserId, type UserId } from './ids';
import { RoomDirectory } from './room-directory';
import { RoomEvents, type SentEvent } from './room-events';
import { RoomMembers } from './room-members';
import { MatrixRooms } from './rooms';
import { SignSender } from './sign-sender';
import { syncAnswerOf, type SyncAnswer } from './sync';
import { DEFAULT_TIMEOUT_MS, FEDERATED_TIMEOUT_MS, type Transport } from './transport';

/**
 * The endpoints of the homeserver that the app uses, in groups, besides those for files (`Media`). `as` is the user who acts: a
 * ghost, or the federation bot. Every method throws a HomeserverError if the request fails.
 */
export class Homeserver {
	readonly accounts: Accounts;
	readonly directory: RoomDirectory;
	readonly rooms: MatrixRooms;
	readonly members: RoomMembers;
	readonly events: RoomEvents;
	readonly signs: SignSender;

	/** @param onSent is called with each event that a ghost has sent */
	constructor(
		private readonly request: Transport,
		onSent: (event: SentEvent) => void = () => undefined,
	) {
		this.accounts = new Accounts(request);
		this.directory = new RoomDirectory(request);
		this.rooms = new MatrixRooms(request);
		this.members = new RoomMembers(request);
		this.events = new RoomEvents(request, onSent);
		this.signs = new SignSender(request);
	}

	/** Client-Server API, `GET /_matrix/client/versions`. */
	async versions(): Promise<{ versions: string[] }> {
		return this.request(Method.Get, '/versions', { prefix: '/_matrix/client' });
	}

	/** Client-Server API, `GET /account/whoami`. @returns the user whose token the application service's token is */
	async whoami(): Promise<UserId> {
		const { user_id } = await this.request<{ user_id?: unknown }>(Method.Get, '/account/whoami');
		return requireId(parseUserId(user_id));
	}

	/**
	 * Client-Server API, `POST /_matrix/client/v1/appservice/{appserviceId}/ping`: the homeserver calls the app.
	 * @returns how long that call took, in milliseconds
	 */
	async ping(appserviceId: string, transactionId: string): Promise<number> {
		const { duration_ms } = await this.request<{ duration_ms: number }>(
			Method.Post,
			`/appservice/${encodeURIComponent(appserviceId)}/ping`,
			{
				prefix: ClientPrefix.V1,
				body: { transaction_id: transactionId },
				timeout: FEDERATED_TIMEOUT_MS,
			},
		);
		return duration_ms;
	}

	/**
	 * Client-Server API, `GET /sync`. Synapse answers the federation bot with 500, so only ghosts may ask.
	 * @param options.since the token of an earlier answer; without it the answer has the latest events of every room
	 * @param options.timeout how long the homeserver may wait for something new, in milliseconds
	 * @param options.filter as sync.ts has them
	 */
	async sync(
		as: UserId,
		options: { readonly since: string | undefined; readonly timeout: number; readonly filter: object },
	): Promise<SyncAnswer> {
		const { since, timeout, filter } = options;
		const answer = await this.request<unknown>(Method.Get, '/sync', {
			query: {
				user_id: as,
				set_presence: 'offline',
				timeout,
				filter: JSON.stringify(filter),
				...(since !== undefined && { since }),
			},
			timeout: timeout + DEFAULT_TIMEOUT_MS,
		});
		return syncAnswerOf(answer, as, since);
	}
}
