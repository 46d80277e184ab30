/**
 * The error that Rocket.Chat's server functions throw (Meteor.Error). The REST API answers it with status 400,
 * `error` being the message and `errorType` the code; apps see the message: reason and code in brackets.
 */
export class MeteorError extends Error {
	readonly isClientSafe = true;
	readonly errorType = 'Meteor.Error';

	/**
	 * @param error - the code, such as `error-not-allowed`
	 * @param reason - a sentence
	 * @param details - usually `{ method }`
	 */
	constructor(
		readonly error: string,
		readonly reason?: string,
		readonly details?: unknown,
	) {
		super(reason ? `${reason} [${error}]` : `[${error}]`);
		this.name = 'Meteor.Error';
	}
}
