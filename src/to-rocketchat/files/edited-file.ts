import type { IncomingFile } from '../../convert/matrix-message/incoming-file';
import type { ConfiguredBridge } from '../../configured-bridge';
import { textsFor } from '../../i18n';
import type { IncomingFileRecord } from '../../store/incoming-files';
import { fileByEdit, problemSentence } from './file-problem';

/**
 * @param file of the new content of an edit
 * @param record what became of the file that the message had before; undefined if it had none
 * @param before what the message says, without its quotes and the line of a guest
 * @returns why the message does not have the file: the sentence that it shows, or that an edit brings no file; empty if it has it
 */
export function sentenceOfEditedFile(
	{ workspace }: Pick<ConfiguredBridge, 'workspace'>,
	{ url, name }: IncomingFile,
	record: IncomingFileRecord | undefined,
	before: string,
): string {
	if (record && record.state !== 'carried') {
		return before.split('\n', 1).join('');
	}
	const isSame = record && (record.mxc ?? url) === url;
	return isSame ? '' : problemSentence(fileByEdit, name, textsFor({}, workspace));
}
