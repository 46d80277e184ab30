import { HttpStatusCode } from '@rocket.chat/apps-engine/definition/accessors';
import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import type { RequestHandler } from './endpoint';

/** @returns an answer with a JSON object */
export function json(status: HttpStatusCode, content: object): IApiResponse {
	return { status, headers: { 'content-type': 'application/json' }, content };
}

/** Client-Server API, "Standard error response". */
export function matrixError(status: HttpStatusCode, errcode: string, error: string): IApiResponse {
	return json(status, { errcode, error });
}

/** Answers a method that a known path does not support. Application Service API, "Unknown routes". */
export const methodUnknown: RequestHandler = async () =>
	matrixError(HttpStatusCode.METHOD_NOT_ALLOWED, 'M_UNRECOGNIZED', 'This path does not know this method.');
