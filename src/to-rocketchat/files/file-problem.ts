import type { FileLimit } from '../../convert/file-limit';
import { readableSize } from '../../convert/file-limit';
import type { TextKey, Texts } from '../../i18n';
import { failureOf } from '../../failure';
import { HomeserverError } from '../../matrix/homeserver-error';

/** Why a file does not come, or not yet. */
export interface FileProblem {
	readonly text: TextKey;
	/** Whether a later attempt may succeed. */
	readonly isTemporary?: true;
	/** Of a file that is too large. */
	readonly tooLarge?: { readonly size: number | undefined; readonly limit: FileLimit };
}

/** Problems that no later attempt solves: a file without the key, one without an address, and one that never came. */
export const encryptedFile: FileProblem = { text: 'file_encrypted' };
export const fileWithoutAddress: FileProblem = { text: 'file_no_address' };
export const fileGivenUp: FileProblem = { text: 'file_given_up' };
/** The host cannot give a message another file. */
export const fileByEdit: FileProblem = { text: 'file_by_edit' };

/** @param size bytes; undefined if only the limit is known to be exceeded */
export function tooLargeFile(size: number | undefined, limit: FileLimit): FileProblem {
	return {
		text: size === undefined ? 'file_too_large_unknown' : 'file_too_large',
		tooLarge: { size, limit },
	};
}

/** @returns why a download failed; undefined if it is no failure of the homeserver */
export function downloadProblem(error: unknown, limit: FileLimit): FileProblem | undefined {
	if (!(error instanceof HomeserverError)) {
		return undefined;
	}
	if (error.errcode === 'OVER_LIMIT' || error.errcode === 'M_TOO_LARGE') {
		return tooLargeFile(undefined, limit);
	}
	// Synapse answers 504 M_NOT_YET_UPLOADED for a file whose sender is still uploading it, and 502 if its server does not answer. A
	// refused token and the page of a proxy say nothing about the file.
	return failureOf(error).kind.isOutage
		? { text: 'file_delayed', isTemporary: true }
		: { text: 'file_gone' };
}

/**
 * What the host says about a file that it refuses for good. Rocket.Chat:
 * apps/meteor/server/lib/media/file-upload, `validateFileUpload`
 */
const refusals: readonly [said: string, text: TextKey][] = [
	['error-file-upload-disabled', 'file_uploads_off'],
	['error-direct-message-file-upload-not-allowed', 'file_uploads_off_direct'],
	['error-invalid-file-type', 'file_type_refused'],
	['error-app-prevented', 'file_refused'],
];

/** @returns why Rocket.Chat refuses a file; undefined if a text message would have failed for the same reason */
export function uploadProblem(error: unknown, size: number, limit: FileLimit): FileProblem | undefined {
	const message = error instanceof Error ? error.message : '';
	if (message.includes('error-file-too-large')) {
		return tooLargeFile(size, limit); // the workspace's limit has become smaller just now
	}
	const refusal = refusals.find(([said]) => message.includes(said));
	return refusal && { text: refusal[1] };
}

/** @returns the sentence about a file that did not come */
export function problemSentence({ text: key, tooLarge }: FileProblem, name: string, text: Texts): string {
	if (!tooLarge) {
		return text(key, { name });
	}
	const { size = 0, limit } = tooLarge;
	return text(key, {
		...{ name, size: readableSize(size), limit: readableSize(limit.bytes) },
		owner: text(`limit_${limit.owner}`),
	});
}
