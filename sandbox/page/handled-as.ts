import type { NextFunction, Request, Response } from 'express';
import type { Person, Side } from './side';
import { isConnectionError, SideDoesNotAnswer } from './side-does-not-answer';

/**
 * A handler below `/api/:side/:person`.
 * @param sides by the id that the path contains; `:person` is an index into `persons`. If there is no such person, the
 * handler passes the request on
 * @param action answers the request
 */
export function handledAs(
	sides: Readonly<Record<string, Side>>,
	action: (person: Person, request: Request, response: Response) => Promise<unknown>,
): (request: Request, response: Response, next: NextFunction) => void {
	return (request, response, next) => {
		const { side: id = '', person: index } = request.params;
		const side = Object.hasOwn(sides, id) ? sides[id] : undefined;
		const person = side?.persons[Number(index)];
		if (!side || !person) {
			next();
			return;
		}
		action(person, request, response).catch((error: unknown) =>
			next(isConnectionError(error) ? new SideDoesNotAnswer(side.title, error) : error),
		);
	};
}
