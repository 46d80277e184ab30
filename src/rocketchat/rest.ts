import type { Endpoints, OperationParams, OperationResult } from '@rocket.chat/rest-typings';
import { createHash } from 'crypto';
import { isJsonObject, type JsonObject } from '../convert/json';
import { FederationError, type ErrorCode } from '../errors';

/** Milliseconds to wait for the workspace's own REST API. */
const REST_TIMEOUT_MS = 5_000;

/** The address of the workspace's REST API, and the login for it. */
export interface WorkspaceAccess {
	/** Without a slash at its end. */
	readonly siteUrl: string;
	/** Both are empty if no personal access token was entered. */
	readonly userId: string;
	readonly token: string;
}

/**
 * Remembers over restarts which token has worked, so that one that has expired is told from one that was mistyped:
 * Rocket.Chat answers both alike.
 */
export interface TokenMemory {
	/** @param hash of user id and token */
	hasWorked(hash: string): Promise<boolean>;
	noteWorked(hash: string): Promise<void>;
}

/** The endpoints that have a method, as Rocket.Chat's package rest-typings declares them. */
type PathWith<Method extends 'GET' | 'POST'> = {
	[Path in keyof Endpoints]: Method extends keyof Endpoints[Path] ? Path : never;
}[keyof Endpoints];

/**
 * Calls the workspace's own REST API with the personal access token in the settings, for what the Apps-Engine has no
 * accessor for. Each method throws a FederationError that says why a call was not done: `workspace-token-missing`,
 * `-incomplete`, `-wrong`, `-expired` or `-powerless`, `workspace-unreachable`, `workspace-limits`, `workspace-elsewhere`,
 * `workspace-refused` with Rocket.Chat's own code as the parameter `reason`.
 * Rocket.Chat: apps/meteor/server/api/ApiClass.ts
 */
export class WorkspaceRest {
	private noted: string | undefined;

	constructor(
		private readonly access: () => Promise<WorkspaceAccess>,
		private readonly memory: TokenMemory,
	) {}

	/** @returns whether a user id or a token is entered, right or wrong */
	async isEntered(): Promise<boolean> {
		const { userId, token } = await this.access();
		return userId !== '' || token !== '';
	}

	/** @returns the answer, whose fields are to be checked before they are trusted */
	async get<Path extends PathWith<'GET'>>(path: Path): Promise<Partial<OperationResult<'GET', Path>>> {
		return this.call(path, {});
	}

	/** As `get`, with a body of JSON. */
	async post<Path extends PathWith<'POST'>>(
		path: Path,
		body: OperationParams<'POST', Path>,
	): Promise<Partial<OperationResult<'POST', Path>>> {
		return this.call(path, { method: 'POST', body: JSON.stringify(body) });
	}

	/** Sends a form, for the endpoints that take a file. */
	async postForm(path: PathWith<'POST'>, form: FormData): Promise<void> {
		await this.call(path, { method: 'POST', body: form });
	}

	private async call<Answer>(
		path: string,
		request: { method?: 'POST'; body?: string | FormData },
	): Promise<Answer> {
		const access = await this.access();
		const { siteUrl, userId, token } = access;
		if (userId === '' || token === '') {
			throw new FederationError(
				userId === token ? 'workspace-token-missing' : 'workspace-token-incomplete',
			);
		}
		const { response, body } = await answerOf(siteUrl, path, {
			...request,
			headers: {
				'x-user-id': userId,
				'x-auth-token': token,
				accept: 'application/json',
				// Of a form, `fetch` says the type, with the boundary between its fields.
				...(request.body instanceof FormData ? {} : { 'content-type': 'application/json' }),
			},
		});
		if (response.status === 401) {
			const isKnown = await this.memory.hasWorked(hashOf(access));
			throw new FederationError(isKnown ? 'workspace-token-expired' : 'workspace-token-wrong');
		}
		const refusal = refusalIn(response, body, siteUrl);
		if (!refusal || refusal.code === 'workspace-token-powerless') {
			await this.noteWorked(hashOf(access));
		}
		if (refusal) {
			throw refusal;
		}
		return body as Answer;
	}

	/** Notes it once for each token. A failure only makes the reason of a later refusal less exact. */
	private async noteWorked(hash: string): Promise<void> {
		if (this.noted !== hash) {
			this.noted = hash;
			await this.memory.noteWorked(hash).catch(() => undefined);
		}
	}
}

/**
 * Sends a request and reads the whole answer.
 * @throws FederationError `workspace-unreachable`
 */
async function answerOf(
	siteUrl: string,
	path: string,
	init: RequestInit,
): Promise<{ response: Response; body: JsonObject | undefined }> {
	try {
		const response = await fetch(`${siteUrl}/api${path}`, {
			...init,
			// A redirect would send the token to another address.
			redirect: 'manual',
			signal: AbortSignal.timeout(REST_TIMEOUT_MS),
		});
		return { response, body: jsonIn(await response.text()) };
	} catch (error) {
		throw new FederationError('workspace-unreachable', { url: siteUrl }, { cause: error });
	}
}

/** @returns why the answer cannot be used; undefined if it can */
function refusalIn(
	response: Response,
	body: JsonObject | undefined,
	siteUrl: string,
): FederationError | undefined {
	const { status } = response;
	const refusal = (code: ErrorCode): FederationError => new FederationError(code, { url: siteUrl });
	if (status >= 300 && status < 400) {
		return refusal('workspace-elsewhere');
	}
	if (status === 429) {
		return refusal('workspace-limits');
	}
	// While the server starts, a proxy may answer in its place with something that is not JSON.
	if (status >= 500 || body === undefined) {
		return refusal('workspace-unreachable');
	}
	if (status === 404) {
		return refusal('workspace-elsewhere');
	}
	if (response.ok) {
		return undefined;
	}
	const reason = typeof body.errorType === 'string' ? body.errorType : String(status);
	return status === 403 || powerlessReasons.has(reason)
		? refusal('workspace-token-powerless')
		: new FederationError('workspace-refused', { reason });
}

/**
 * The codes with which Rocket.Chat answers if the token's user may not do it. A private group of which the user is no member
 * does not exist for that user.
 */
const powerlessReasons: ReadonlySet<string> = new Set([
	'error-action-not-allowed',
	'error-not-allowed',
	'error-not-authorized',
	'error-room-not-found',
	'error-unauthorized',
	'not-authorized',
	'unauthorized',
]);

function jsonIn(text: string): JsonObject | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isJsonObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

function hashOf({ userId, token }: WorkspaceAccess): string {
	return createHash('sha256').update(`${userId} ${token}`).digest('hex').slice(0, 16);
}
