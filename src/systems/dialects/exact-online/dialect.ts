/**
 * The API of Exact Online (https://start.exactonline.nl/docs/HlpRestAPIResources.aspx): OData, as WCF Data Services speaks
 * it. docs/exact-mock.md lists what is offered, and what was decided where the sources are silent.
 */
import type { DialectContext, DialectHandler } from '../../core/dialect';
import type { DatatypeStore } from '../../core/store';
import { Administration, TABLE_NAMES } from './administration';
import type { TableName } from './administration';
import { createDirectAccess } from './direct-access';
import { injectedErrorResponse } from './refusal';
import { ExactService } from './service';
import type { ExactAccount } from './service';
import { targetOf } from './target';

/** A dialect handler whose token can be declared expired by a fault. */
export interface ExactHandler extends DialectHandler {
  /** The present access token is answered with 401 from now on, and may be renewed at once. */
  expireToken(): void;
}

/** Makes the handler of one account. */
export function createExactHandler(account: ExactAccount, context: DialectContext): ExactHandler {
  const datatypes = datatypesOf(context);
  const administration = new Administration({
    key: account.key,
    division: account.division,
    clock: context.clock,
    storeOf: (name) => storeOf(context, datatypes.get(name)),
  });
  account.tokens.start(context.clock);
  const service = new ExactService(account, context, administration);
  return {
    answer: (call) => service.answer(call),
    targetOf: (call) => targetOf(call, administration, (name) => datatypes.get(name) ?? name),
    refuse(injectedError) {
      if (injectedError.status === 401) {
        account.tokens.expire();
      }
      return injectedErrorResponse(injectedError);
    },
    expireToken() {
      account.tokens.expire();
    },
    directAccess: createDirectAccess({
      administration,
      tableOf(datatype) {
        const found = TABLE_NAMES.find((name) => datatypes.get(name) === datatype);
        if (found === undefined) {
          throw new Error(`Exact Online has no datatype "${datatype}" here.`);
        }
        return found;
      },
      identityOf: (datatype) =>
        ['id', 'ID', 'OrderID'].filter((name) =>
          Object.hasOwn(context.schema[datatype]?.properties ?? {}, name),
        ),
    }),
  };
}

/**
 * Entity → the documents' word for it.
 * @throws Error for a datatype that is not offered
 */
function datatypesOf({ schema }: DialectContext): ReadonlyMap<TableName, string> {
  const found = new Map<TableName, string>();
  for (const datatype of Object.keys(schema)) {
    const name = TABLE_NAMES.find((known) => known.toLowerCase() === datatype.toLowerCase());
    if (name === undefined || found.has(name)) {
      throw new Error(
        `Exact Online cannot offer the datatype "${datatype}": it offers Accounts, Items and Salesorders, each once.`,
      );
    }
    found.set(name, datatype);
  }
  return found;
}

function storeOf({ store }: DialectContext, datatype: string | undefined): DatatypeStore | undefined {
  return datatype === undefined ? undefined : store.datatype(datatype);
}
