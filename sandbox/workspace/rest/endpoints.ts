import { Router } from 'express';
import type { UserDocument } from '../database/documents';
import type { Server } from '../server';
import { failure } from './answers';
import type { AnswerOf, RestMethod } from './declared-answers';
import { assertParams, type ParamsOf } from './params-checks';
import type { ParamsSource } from './published-validators';
import { authenticated, bodyParsers, handled, userOf, type RestRequest } from './server';

/** What the function of an endpoint gets for a request of a logged-in user. */
export interface Call<Given = unknown> {
	user: UserDocument;
	/** The fields of the JSON or form body, or of the query for GET, read one by one. */
	params: Params;
	/** The same fields, with the types of the published validator that has checked them. */
	given: Given;
	request: RestRequest;
}

/** The function of an endpoint. If its result is an object, that is the answer. */
type Work<Method extends RestMethod, Name extends string> = (
	call: Call<ParamsOf<Name>>,
) => AnswerOf<Method, Name> | Promise<AnswerOf<Method, Name>>;

/** Endpoints below `/api/v1/` for logged-in users. */
export class Endpoints {
	readonly router = Router();

	constructor(private readonly server: Server) {}

	/** @param name - such as `users.info` */
	get<Name extends string>(name: Name, work: Work<'GET', Name>): this {
		this.router.get(pathOf(name), authenticated(this.server), this.answering(name, work, 'query'));
		return this;
	}

	post<Name extends string>(name: Name, work: Work<'POST', Name>): this {
		this.router.post(
			pathOf(name),
			authenticated(this.server),
			...bodyParsers(),
			this.answering(name, work, 'body'),
		);
		return this;
	}

	private answering<Name extends string>(
		name: Name,
		work: (call: Call<ParamsOf<Name>>) => unknown,
		source: ParamsSource,
	): ReturnType<typeof handled> {
		return handled(async (request) => {
			const given: unknown = request[source];
			assertParams(this.server, name, given, source);
			const result = await work({
				user: userOf(request),
				params: new Params(given),
				// `assertParams` has checked it.
				given: given as ParamsOf<Name>,
				request,
			});
			return typeof result === 'object' && result !== null ? result : {};
		});
	}
}

/** The parameters of a request, read without trust in their types. */
export class Params {
	private readonly given: Record<string, unknown>;

	constructor(given: unknown) {
		this.given = typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {};
	}

	/** @returns undefined if it is missing or no text */
	text(name: string): string | undefined {
		const value = this.given[name];
		return typeof value === 'string' ? value : undefined;
	}

	/** @throws {RestError} 400 `invalid-params` if it is missing, empty or no text */
	requiredText(name: string): string {
		const value = this.text(name);
		if (!value?.trim()) {
			throw invalid(`must have required property '${name}'`);
		}
		return value;
	}

	/** `true`, or a query's `true` and `1`. */
	flag(name: string): boolean | undefined {
		const value = this.given[name];
		return value === undefined ? undefined : value === true || value === 'true' || value === '1';
	}

	/** @returns undefined if it is missing or no list of texts */
	texts(name: string): string[] | undefined {
		const value = this.given[name];
		return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
	}

	/** @returns undefined if it is missing or no object */
	object(name: string): Record<string, unknown> | undefined {
		const value = this.given[name];
		return typeof value === 'object' && value !== null && !Array.isArray(value)
			? (value as Record<string, unknown>)
			: undefined;
	}

	/** The fields of an object as parameters of their own. */
	nested(name: string): Params {
		return new Params(this.given[name]);
	}

	date(name: string): Date | undefined {
		const value = this.text(name);
		return value && !Number.isNaN(Date.parse(value)) ? new Date(value) : undefined;
	}
}

/** @returns what a JSON text says; an empty object if there is none or it is malformed */
export function parsedJson(json: string | undefined): unknown {
	try {
		return JSON.parse(json ?? '{}');
	} catch {
		return {};
	}
}

/** 400 as Rocket.Chat's parameter checks give it. */
export function invalid(sentence: string): ReturnType<typeof failure> {
	return failure(`${sentence} [invalid-params]`, 'invalid-params');
}

function pathOf(name: string): string {
	return `/api/v1/${name}`;
}
