import type { WorkspaceFigures } from './workspace-protocol';

/**
 * @param first before the first message
 * @param last when all messages have arrived
 * @param messages that people wrote between the two, in both directions
 * @returns lines about memory, and about what a message adds to the app's store
 */
export function growthLines(first: WorkspaceFigures, last: WorkspaceFigures, messages: number): string[] {
	const perMessage = (field: 'records' | 'recordBytes') =>
		((last[field] - first[field]) / messages).toFixed(2);
	return [
		`memory of the app's process: ${megabytes(first.appMemory)} before, ${megabytes(last.appMemory)} after`,
		`memory of the workspace: ${megabytes(first.workspaceMemory)} before, ${megabytes(last.workspaceMemory)} after`,
		`growth of the app's store: ${perMessage('records')} records ` +
			`and ${perMessage('recordBytes')} bytes for each message`,
	];
}

/** @returns a number of bytes for people */
export function megabytes(bytes: number): string {
	return `${(bytes / 1_048_576).toFixed(0)} MB`;
}
