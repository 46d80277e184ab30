import path from 'node:path';
import ts from 'typescript';
import { permissionsByAccessor } from './permissions';

/** The parts of app.json that follow from the code. */
interface Derived {
	/** Names of the engine's event interfaces that the App class implements. */
	readonly implements: string[];
	/** Permissions that the accessors used anywhere in the code need. */
	readonly permissions: { readonly name: string }[];
}

const ENGINE_ACCESSORS = '@rocket.chat/apps-engine/definition/accessors/';

/**
 * Derives parts of app.json from the code, so that the two cannot differ.
 * @param entry path of the file with the App class
 * @param root folder of tsconfig.json
 * @throws Error if the code uses an accessor that `permissionsByAccessor` does not list
 */
export function derive(entry: string, root: string): Derived {
	const config = ts.getParsedCommandLineOfConfigFile(path.join(root, 'tsconfig.json'), {}, configHost);
	const program = ts.createProgram([entry], config?.options ?? {});
	const checker = program.getTypeChecker();
	const own = program
		.getSourceFiles()
		.filter(
			({ fileName, isDeclarationFile }) => !isDeclarationFile && !fileName.includes('/node_modules/'),
		);

	const implemented = new Set<string>();
	const permissions = new Set<string>();
	const visit = (node: ts.Node): void => {
		if (ts.isClassDeclaration(node)) {
			for (const name of eventInterfacesOf(node, checker)) {
				implemented.add(name);
			}
		}
		for (const permission of permissionsOf(node, checker)) {
			permissions.add(permission);
		}
		ts.forEachChild(node, visit);
	};
	own.forEach(visit);
	return {
		implements: [...implemented].sort(),
		permissions: [...permissions].sort().map((name) => ({ name })),
	};
}

const configHost: ts.ParseConfigFileHost = {
	...ts.sys,
	onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
		throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
	},
};

/** The event interfaces of the App class; none for other classes, whose interfaces the engine ignores. */
function eventInterfacesOf(node: ts.ClassDeclaration, checker: ts.TypeChecker): string[] {
	const clauses = node.heritageClauses ?? [];
	const declared = checker.getTypeAtLocation(node);
	return extendsApp(declared, checker)
		? clauses
				.filter(({ token }) => token === ts.SyntaxKind.ImplementsKeyword)
				.flatMap(({ types }) => types.map(({ expression }) => expression.getText()))
		: [];
}

/** Whether a class extends the engine's App, also by way of others. */
function extendsApp(type: ts.Type, checker: ts.TypeChecker): boolean {
	const bases = type.isClassOrInterface() ? checker.getBaseTypes(type) : [];
	return bases.some((base) => base.symbol.name === 'App' || extendsApp(base, checker));
}

function permissionsOf(node: ts.Node, checker: ts.TypeChecker): readonly string[] {
	if (ts.isIdentifier(node) && node.text === 'fetch' && isGlobal(node, checker)) {
		return ['networking'];
	}
	const member = memberNamedBy(node, checker);
	const declaration = member?.declarations?.[0];
	const file = declaration?.getSourceFile().fileName ?? '';
	const owner = declaration?.parent;
	if (!member || !owner || !file.includes(ENGINE_ACCESSORS) || !ts.isInterfaceDeclaration(owner)) {
		return [];
	}
	const accessor = `${owner.name.text}.${member.name}`;
	const needed = permissionsByAccessor[accessor];
	if (!needed) {
		throw new Error(
			`${node.getSourceFile().fileName} uses ${accessor}; say in scripts/permissions.ts what it needs`,
		);
	}
	return needed;
}

/** The member in `accessor.member` or in `{ member } = accessor`. */
function memberNamedBy(node: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
	if (ts.isPropertyAccessExpression(node)) {
		return checker.getSymbolAtLocation(node.name);
	}
	if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
		return checker.getTypeAtLocation(node.parent).getProperty((node.propertyName ?? node.name).getText());
	}
	return undefined;
}

function isGlobal(node: ts.Identifier, checker: ts.TypeChecker): boolean {
	const file = checker.getSymbolAtLocation(node)?.declarations?.[0]?.getSourceFile().fileName ?? '';
	return file.includes('/@types/node/') || file.includes('/typescript/lib/');
}
