import busboy from 'busboy';
import type { Request } from 'express';
import { MeteorError } from '../meteor-error';

/** A multipart form with one file. */
interface UploadedForm {
	fields: Record<string, string>;
	file?: { name: string; type: string; bytes: Buffer };
}

/**
 * Reads a multipart form (apps/meteor/app/api/server/lib/getUploadFormData.ts).
 * @param field - name of the field that holds the file; files in other fields are ignored
 * @param sizeLimit - bytes; less than one means no limit
 * @throws {MeteorError} `error-file-too-large`, `error-invalid-form` if the body is no form
 */
export function uploadedForm(request: Request, field: string, sizeLimit: number): Promise<UploadedForm> {
	return new Promise((resolve, reject) => {
		const form: UploadedForm = { fields: {} };
		let parser: busboy.Busboy;
		try {
			parser = busboy({
				headers: request.headers,
				defParamCharset: 'utf8',
				...(sizeLimit > 0 && { limits: { fileSize: sizeLimit } }),
			});
		} catch (error) {
			reject(
				new MeteorError('error-invalid-form', error instanceof Error ? error.message : String(error)),
			);
			return;
		}
		parser.on('field', (name, value) => {
			form.fields[name] = value;
		});
		parser.on('file', (name, stream, info) => {
			if (name !== field || form.file) {
				stream.resume();
				return;
			}
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('limit', () =>
				reject(new MeteorError('error-file-too-large', 'File size exceeds the allowed limit')),
			);
			stream.on('end', () => {
				form.file = { name: info.filename ?? '', type: info.mimeType, bytes: Buffer.concat(chunks) };
			});
		});
		parser.on('error', reject);
		parser.on('close', () => resolve(form));
		request.pipe(parser);
	});
}
