import type * as RestTypings from '@rocket.chat/rest-typings';
import type { ValidateFunction } from 'ajv';
import { createRequire } from 'node:module';
import { failure } from './answers';

/** The validators of parameters in Rocket.Chat's package `rest-typings`, by their names. */
type Validators = {
	[
		Name in keyof typeof RestTypings as (typeof RestTypings)[Name] extends ValidateFunction ? Name : never
	]: (typeof RestTypings)[Name];
};

/** The parameters that a validator accepts. */
type Accepted<Validator> = Validator extends ValidateFunction<infer Params> ? Params : never;

/**
 * How a route of Rocket.Chat is declared, which decides how it refuses parameters: `typed` routes name validators of
 * query and body (packages/http-router/src/Router.ts), `untyped` ones have `validateParams` (server/api/ApiClass.ts).
 */
type RouteForm = 'typed' | 'untyped';

/** Where the parameters of a request come from: the query for GET, the body for POST. */
export type ParamsSource = 'query' | 'body';

/** A check of the parameters of one endpoint. */
export interface ParamsCheck<Params> {
	readonly form: RouteForm;
	/**
	 * Converts texts to numbers and flags in place, as the server does.
	 * @returns the same object
	 * @throws {RestError} 400 with what is wrong
	 */
	assert(given: unknown, source: ParamsSource): Params;
}

// Node itself cannot import the package: its files import folders. `require` under tsx can.
const requireModule = createRequire(import.meta.url);

/**
 * A check by a validator that Rocket.Chat publishes. Its file is loaded at the first request; to load all of them takes
 * two seconds.
 * @param file - of the validator, below the package's `dist/v1`
 */
export function checkedBy<Name extends keyof Validators>(
	file: string,
	name: Name,
	form: RouteForm = 'typed',
): ParamsCheck<Accepted<Validators[Name]>> {
	return {
		form,
		assert(given, source) {
			const module = requireModule(`@rocket.chat/rest-typings/dist/v1/${file}`) as Validators;
			const validate: ValidateFunction = module[name];
			if (!validate(given)) {
				throw refusal(
					(validate.errors ?? []).map(({ message = '' }) => message).join('\n '),
					form,
					source,
				);
			}
			return given as Accepted<Validators[Name]>;
		},
	};
}

/** The answer to parameters that a validator does not accept. */
export function refusal(what: string, form: RouteForm, source: ParamsSource): ReturnType<typeof failure> {
	if (form === 'untyped') {
		return failure(`${what} [invalid-params]`, 'invalid-params');
	}
	return failure(what, source === 'query' ? 'error-invalid-params' : 'invalid-params');
}
