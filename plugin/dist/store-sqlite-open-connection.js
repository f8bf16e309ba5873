// @bun
import {
  secureSidecars,
  isProvedLog,
  assertRegular,
  OwnedDatabase,
  assertVersion2
} from "./store-sqlite-open-database.js";
import {
  isUndefined,
  isString,
  isNumber,
  isBoolean,
  isNull,
  isDate,
  isBigInt,
  isFunction,
  isObject,
  getLast,
  freeze,
  noop,
  IdentifierNode,
  SchemableIdentifierNode,
  isOperationNodeSource,
  OperatorNode,
  ColumnNode,
  SelectAllNode,
  DynamicReferenceBuilder,
  RawNode,
  logOnce,
  warnOnce,
  parseStringReference,
  parseColumnName,
  parseOrderedColumnName,
  ValueListNode,
  ValueNode,
  ParensNode,
  parseValueBinaryOperationOrExpression,
  InsertQueryNode,
  WhenNode,
  QueryNode,
  SelectQueryNode,
  createQueryId,
  OperationNodeTransformer,
  WithSchemaPlugin,
  provideControlledConnection,
  waitOrAbort,
  printBackgroundFail,
  QueryExecutorBase,
  QueryCreator,
  SetOperationNode,
  createFunctionModule,
  CaseNode,
  CaseBuilder,
  parseDataTypeExpression,
  parseExpression,
  DynamicTableBuilder,
  parseTable,
  sql
} from "./import-main-5.js";
import {
  unavailable,
  isStoreUnavailable
} from "./platform-process-kernel-locks.js";
import {
  HiveError,
  errorCode
} from "./base-errors.js";

// node_modules/kysely/dist/operation-node/alter-table-node.js
var AlterTableNode = freeze({
  is(node) {
    return node.kind === "AlterTableNode";
  },
  create(table) {
    return freeze({
      kind: "AlterTableNode",
      table
    });
  },
  cloneWithTableProps(node, props) {
    return freeze({
      ...node,
      ...props
    });
  },
  cloneWithColumnAlteration(node, columnAlteration) {
    return freeze({
      ...node,
      columnAlterations: node.columnAlterations ? [...node.columnAlterations, columnAlteration] : [columnAlteration]
    });
  }
});

// node_modules/kysely/dist/operation-node/create-index-node.js
var CreateIndexNode = freeze({
  is(node) {
    return node.kind === "CreateIndexNode";
  },
  create(name) {
    return freeze({
      kind: "CreateIndexNode",
      name: IdentifierNode.create(name)
    });
  },
  cloneWith(node, props) {
    return freeze({
      ...node,
      ...props
    });
  },
  cloneWithColumns(node, columns) {
    return freeze({
      ...node,
      columns: [...node.columns || [], ...columns]
    });
  }
});

// node_modules/kysely/dist/operation-node/create-schema-node.js
var CreateSchemaNode = freeze({
  is(node) {
    return node.kind === "CreateSchemaNode";
  },
  create(schema, params) {
    return freeze({
      kind: "CreateSchemaNode",
      schema: IdentifierNode.create(schema),
      ...params
    });
  },
  cloneWith(createSchema, params) {
    return freeze({
      ...createSchema,
      ...params
    });
  }
});

// node_modules/kysely/dist/operation-node/create-table-node.js
var ON_COMMIT_ACTIONS = ["preserve rows", "delete rows", "drop"], CreateTableNode = freeze({
  is(node) {
    return node.kind === "CreateTableNode";
  },
  create(table) {
    return freeze({
      kind: "CreateTableNode",
      table,
      columns: freeze([])
    });
  },
  cloneWithColumn(node, column) {
    return freeze({
      ...node,
      columns: freeze([...node.columns, column])
    });
  },
  cloneWithConstraint(node, constraint) {
    return freeze({
      ...node,
      constraints: node.constraints ? freeze([...node.constraints, constraint]) : freeze([constraint])
    });
  },
  cloneWithIndex(node, index) {
    return freeze({
      ...node,
      indexes: node.indexes ? freeze([...node.indexes, index]) : freeze([index])
    });
  },
  cloneWithFrontModifier(node, modifier) {
    return freeze({
      ...node,
      frontModifiers: node.frontModifiers ? freeze([...node.frontModifiers, modifier]) : freeze([modifier])
    });
  },
  cloneWithEndModifier(node, modifier) {
    return freeze({
      ...node,
      endModifiers: node.endModifiers ? freeze([...node.endModifiers, modifier]) : freeze([modifier])
    });
  },
  cloneWith(node, params) {
    return freeze({
      ...node,
      ...params
    });
  }
});

// node_modules/kysely/dist/operation-node/drop-index-node.js
var DropIndexNode = freeze({
  is(node) {
    return node.kind === "DropIndexNode";
  },
  create(name, params) {
    return freeze({
      kind: "DropIndexNode",
      name: SchemableIdentifierNode.create(name),
      ...params
    });
  },
  cloneWith(dropIndex, props) {
    return freeze({
      ...dropIndex,
      ...props
    });
  }
});

// node_modules/kysely/dist/operation-node/drop-schema-node.js
var DropSchemaNode = freeze({
  is(node) {
    return node.kind === "DropSchemaNode";
  },
  create(schema, params) {
    return freeze({
      kind: "DropSchemaNode",
      schema: IdentifierNode.create(schema),
      ...params
    });
  },
  cloneWith(dropSchema, params) {
    return freeze({
      ...dropSchema,
      ...params
    });
  }
});

// node_modules/kysely/dist/operation-node/drop-table-node.js
var DropTableNode = freeze({
  is(node) {
    return node.kind === "DropTableNode";
  },
  create(table, params) {
    return freeze({
      kind: "DropTableNode",
      table,
      ...params
    });
  },
  cloneWith(dropIndex, params) {
    return freeze({
      ...dropIndex,
      ...params
    });
  }
});

// node_modules/kysely/dist/operation-node/add-column-node.js
var AddColumnNode = freeze({
  is(node) {
    return node.kind === "AddColumnNode";
  },
  create(column) {
    return freeze({
      kind: "AddColumnNode",
      column
    });
  }
});

// node_modules/kysely/dist/operation-node/column-definition-node.js
var ColumnDefinitionNode = freeze({
  is(node) {
    return node.kind === "ColumnDefinitionNode";
  },
  create(column, dataType) {
    return freeze({
      kind: "ColumnDefinitionNode",
      column: ColumnNode.create(column),
      dataType
    });
  },
  cloneWithFrontModifier(node, modifier) {
    return freeze({
      ...node,
      frontModifiers: node.frontModifiers ? freeze([...node.frontModifiers, modifier]) : [modifier]
    });
  },
  cloneWithEndModifier(node, modifier) {
    return freeze({
      ...node,
      endModifiers: node.endModifiers ? freeze([...node.endModifiers, modifier]) : [modifier]
    });
  },
  cloneWith(node, props) {
    return freeze({
      ...node,
      ...props
    });
  }
});

// node_modules/kysely/dist/operation-node/drop-column-node.js
var DropColumnNode = freeze({
  is(node) {
    return node.kind === "DropColumnNode";
  },
  create(column) {
    return freeze({
      kind: "DropColumnNode",
      column: ColumnNode.create(column)
    });
  },
  cloneWith(node, props) {
    return freeze({
      ...node,
      ...props
    });
  }
});

// node_modules/kysely/dist/operation-node/rename-column-node.js
var RenameColumnNode = freeze({
  is(node) {
    return node.kind === "RenameColumnNode";
  },
  create(column, newColumn) {
    return freeze({
      kind: "RenameColumnNode",
      column: ColumnNode.create(column),
      renameTo: ColumnNode.create(newColumn)
    });
  }
});

// node_modules/kysely/dist/operation-node/check-constraint-node.js
var CheckConstraintNode = freeze({
  is(node) {
    return node.kind === "CheckConstraintNode";
  },
  create(expression, constraintName) {
    return freeze({
      kind: "CheckConstraintNode",
      expression,
      name: constraintName ? IdentifierNode.create(constraintName) : void 0
    });
  }
});

// node_modules/kysely/dist/operation-node/references-node.js
var ON_MODIFY_FOREIGN_ACTIONS_DICTIONARY = freeze({
  cascade: !0,
  "no action": !0,
  restrict: !0,
  "set default": !0,
  "set null": !0
}), ON_MODIFY_FOREIGN_ACTIONS = Object.keys(ON_MODIFY_FOREIGN_ACTIONS_DICTIONARY), ReferencesNode = freeze({
  is(node) {
    return node.kind === "ReferencesNode";
  },
  create(table, columns) {
    return freeze({
      kind: "ReferencesNode",
      table,
      columns: freeze([...columns])
    });
  },
  cloneWithOnDelete(references, onDelete) {
    return freeze({
      ...references,
      onDelete
    });
  },
  cloneWithOnUpdate(references, onUpdate) {
    return freeze({
      ...references,
      onUpdate
    });
  }
});
function isOnModifyForeignAction(thing) {
  return isString(thing) && ON_MODIFY_FOREIGN_ACTIONS_DICTIONARY[thing];
}

// node_modules/kysely/dist/parser/default-value-parser.js
function parseDefaultValueExpression(value) {
  return isOperationNodeSource(value) ? value.toOperationNode() : ValueNode.createImmediate(value);
}

// node_modules/kysely/dist/operation-node/generated-node.js
var GeneratedNode = freeze({
  is(node) {
    return node.kind === "GeneratedNode";
  },
  create(params) {
    return freeze({
      kind: "GeneratedNode",
      ...params
    });
  },
  createWithExpression(expression) {
    return freeze({
      kind: "GeneratedNode",
      always: !0,
      expression
    });
  },
  cloneWith(node, params) {
    return freeze({
      ...node,
      ...params
    });
  }
});

// node_modules/kysely/dist/operation-node/default-value-node.js
var DefaultValueNode = freeze({
  is(node) {
    return node.kind === "DefaultValueNode";
  },
  create(defaultValue) {
    return freeze({
      kind: "DefaultValueNode",
      defaultValue
    });
  }
});

// node_modules/kysely/dist/parser/on-modify-action-parser.js
function parseOnModifyForeignAction(action) {
  if (isOnModifyForeignAction(action))
    return action;
  throw Error(`invalid OnModifyForeignAction ${action}`);
}

// node_modules/kysely/dist/schema/column-definition-builder.js
class ColumnDefinitionBuilder {
  #node;
  constructor(node) {
    this.#node = node;
  }
  autoIncrement() {
    return new ColumnDefinitionBuilder(ColumnDefinitionNode.cloneWith(this.#node, { autoIncrement: !0 }));
  }
  identity() {
    return new ColumnDefinitionBuilder(ColumnDefinitionNode.cloneWith(this.#node, { identity: !0 }));
  }
  primaryKey() {
    return new ColumnDefinitionBuilder(ColumnDefinitionNode.cloneWith(this.#node, { primaryKey: !0 }));
  }
  references(ref) {
    let references = parseStringReference(ref);
    if (!references.table || SelectAllNode.is(references.column))
      throw Error(`invalid call references('${ref}'). The reference must have format table.column or schema.table.column`);
    return new ColumnDefinitionBuilder(ColumnDefinitionNode.cloneWith(this.#node, {
      references: ReferencesNode.create(references.table, [
        references.column
      ])
    }));
  }
  onDelete(onDelete) {
    if (!this.#node.references)
      throw Error("on delete constraint can only be added for foreign keys");
    return new ColumnDefinitionBuilder(ColumnDefinitionNode.cloneWith(this.#node, {
      references: ReferencesNode.cloneWithOnDelete(this.#node.references, parseOnModifyForeignAction(onDelete))
    }));
  }
  onUpdate(onUpdate) {
    if (!this.#node.references)
      throw Error("on update constraint can only be added for foreign keys");
    return new ColumnDefinitionBuilder(ColumnDefinitionNode.cloneWith(this.#node, {
      references: ReferencesNode.cloneWithOnUpdate(this.#node.references, parseOnModifyForeignAction(onUpdate))
    }));
  }
  unique() {
    return new ColumnDefinitionBuilder(ColumnDefinitionNode.cloneWith(this.#node, { unique: !0 }));
  }
  notNull() {
    return new ColumnDefinitionBuilder(ColumnDefinitionNode.cloneWith(this.#node, { notNull: !0 }));
  }
  unsigned() {
    return new ColumnDefinitionBuilder(ColumnDefinitionNode.cloneWith(this.#node, { unsigned: !0 }));
  }
  defaultTo(value) {
    return new ColumnDefinitionBuilder(ColumnDefinitionNode.cloneWith(this.#node, {
      defaultTo: DefaultValueNode.create(parseDefaultValueExpression(value))
    }));
  }
  check(expression) {
    return new ColumnDefinitionBuilder(ColumnDefinitionNode.cloneWith(this.#node, {
      check: CheckConstraintNode.create(expression.toOperationNode())
    }));
  }
  generatedAlwaysAs(expression) {
    return new ColumnDefinitionBuilder(ColumnDefinitionNode.cloneWith(this.#node, {
      generated: GeneratedNode.createWithExpression(expression.toOperationNode())
    }));
  }
  generatedAlwaysAsIdentity() {
    return new ColumnDefinitionBuilder(ColumnDefinitionNode.cloneWith(this.#node, {
      generated: GeneratedNode.create({ identity: !0, always: !0 })
    }));
  }
  generatedByDefaultAsIdentity() {
    return new ColumnDefinitionBuilder(ColumnDefinitionNode.cloneWith(this.#node, {
      generated: GeneratedNode.create({ identity: !0, byDefault: !0 })
    }));
  }
  stored() {
    if (!this.#node.generated)
      throw Error("stored() can only be called after generatedAlwaysAs");
    return new ColumnDefinitionBuilder(ColumnDefinitionNode.cloneWith(this.#node, {
      generated: GeneratedNode.cloneWith(this.#node.generated, {
        stored: !0
      })
    }));
  }
  modifyFront(modifier) {
    return new ColumnDefinitionBuilder(ColumnDefinitionNode.cloneWithFrontModifier(this.#node, modifier.toOperationNode()));
  }
  nullsNotDistinct() {
    return new ColumnDefinitionBuilder(ColumnDefinitionNode.cloneWith(this.#node, { nullsNotDistinct: !0 }));
  }
  ifNotExists() {
    return new ColumnDefinitionBuilder(ColumnDefinitionNode.cloneWith(this.#node, { ifNotExists: !0 }));
  }
  modifyEnd(modifier) {
    return new ColumnDefinitionBuilder(ColumnDefinitionNode.cloneWithEndModifier(this.#node, modifier.toOperationNode()));
  }
  $call(func) {
    return func(this);
  }
  toOperationNode() {
    return this.#node;
  }
}

// node_modules/kysely/dist/operation-node/modify-column-node.js
var ModifyColumnNode = freeze({
  is(node) {
    return node.kind === "ModifyColumnNode";
  },
  create(column) {
    return freeze({
      kind: "ModifyColumnNode",
      column
    });
  }
});

// node_modules/kysely/dist/operation-node/foreign-key-constraint-node.js
var ForeignKeyConstraintNode = freeze({
  is(node) {
    return node.kind === "ForeignKeyConstraintNode";
  },
  create(sourceColumns, targetTable, targetColumns, constraintName) {
    return freeze({
      kind: "ForeignKeyConstraintNode",
      columns: sourceColumns,
      references: ReferencesNode.create(targetTable, targetColumns),
      name: constraintName ? IdentifierNode.create(constraintName) : void 0
    });
  },
  cloneWith(node, props) {
    return freeze({
      ...node,
      ...props
    });
  }
});

// node_modules/kysely/dist/schema/foreign-key-constraint-builder.js
class ForeignKeyConstraintBuilder {
  #node;
  constructor(node) {
    this.#node = node;
  }
  onDelete(onDelete) {
    return new ForeignKeyConstraintBuilder(ForeignKeyConstraintNode.cloneWith(this.#node, {
      onDelete: parseOnModifyForeignAction(onDelete)
    }));
  }
  onUpdate(onUpdate) {
    return new ForeignKeyConstraintBuilder(ForeignKeyConstraintNode.cloneWith(this.#node, {
      onUpdate: parseOnModifyForeignAction(onUpdate)
    }));
  }
  deferrable() {
    return new ForeignKeyConstraintBuilder(ForeignKeyConstraintNode.cloneWith(this.#node, { deferrable: !0 }));
  }
  notDeferrable() {
    return new ForeignKeyConstraintBuilder(ForeignKeyConstraintNode.cloneWith(this.#node, { deferrable: !1 }));
  }
  initiallyDeferred() {
    return new ForeignKeyConstraintBuilder(ForeignKeyConstraintNode.cloneWith(this.#node, {
      initiallyDeferred: !0
    }));
  }
  initiallyImmediate() {
    return new ForeignKeyConstraintBuilder(ForeignKeyConstraintNode.cloneWith(this.#node, {
      initiallyDeferred: !1
    }));
  }
  $call(func) {
    return func(this);
  }
  toOperationNode() {
    return this.#node;
  }
}

// node_modules/kysely/dist/operation-node/add-constraint-node.js
var AddConstraintNode = freeze({
  is(node) {
    return node.kind === "AddConstraintNode";
  },
  create(constraint) {
    return freeze({
      kind: "AddConstraintNode",
      constraint
    });
  }
});

// node_modules/kysely/dist/operation-node/unique-constraint-node.js
var UniqueConstraintNode = freeze({
  is(node) {
    return node.kind === "UniqueConstraintNode";
  },
  create(columns, constraintName, nullsNotDistinct) {
    if (isString(columns.at(0)))
      logOnce("`UniqueConstraintNode.create(columns: string[], ...)` is deprecated - pass `ColumnNode[]` instead."), columns = columns.map(ColumnNode.create);
    return freeze({
      kind: "UniqueConstraintNode",
      columns: freeze(columns),
      name: constraintName ? IdentifierNode.create(constraintName) : void 0,
      nullsNotDistinct
    });
  },
  cloneWith(node, props) {
    return freeze({ ...node, ...props });
  }
});

// node_modules/kysely/dist/operation-node/drop-constraint-node.js
var DropConstraintNode = freeze({
  is(node) {
    return node.kind === "DropConstraintNode";
  },
  create(constraintName) {
    return freeze({
      kind: "DropConstraintNode",
      constraintName: IdentifierNode.create(constraintName)
    });
  },
  cloneWith(dropConstraint, props) {
    return freeze({
      ...dropConstraint,
      ...props
    });
  }
});

// node_modules/kysely/dist/operation-node/alter-column-node.js
var AlterColumnNode = freeze({
  is(node) {
    return node.kind === "AlterColumnNode";
  },
  create(column, prop, value) {
    return freeze({
      kind: "AlterColumnNode",
      column: ColumnNode.create(column),
      [prop]: value
    });
  }
});

// node_modules/kysely/dist/schema/alter-column-builder.js
class AlterColumnBuilder {
  #column;
  constructor(column) {
    this.#column = column;
  }
  setDataType(dataType) {
    return new AlteredColumnBuilder(AlterColumnNode.create(this.#column, "dataType", parseDataTypeExpression(dataType)));
  }
  setDefault(value) {
    return new AlteredColumnBuilder(AlterColumnNode.create(this.#column, "setDefault", parseDefaultValueExpression(value)));
  }
  dropDefault() {
    return new AlteredColumnBuilder(AlterColumnNode.create(this.#column, "dropDefault", !0));
  }
  setNotNull() {
    return new AlteredColumnBuilder(AlterColumnNode.create(this.#column, "setNotNull", !0));
  }
  dropNotNull() {
    return new AlteredColumnBuilder(AlterColumnNode.create(this.#column, "dropNotNull", !0));
  }
  $call(func) {
    return func(this);
  }
}

class AlteredColumnBuilder {
  #alterColumnNode;
  constructor(alterColumnNode) {
    this.#alterColumnNode = alterColumnNode;
  }
  toOperationNode() {
    return this.#alterColumnNode;
  }
}

// node_modules/kysely/dist/schema/alter-table-executor.js
class AlterTableExecutor {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  toOperationNode() {
    return this.#props.executor.transformQuery(this.#props.node, this.#props.queryId);
  }
  compile() {
    return this.#props.executor.compileQuery(this.toOperationNode(), this.#props.queryId);
  }
  async execute(options) {
    await this.#props.executor.executeQuery(this.compile(), options);
  }
}

// node_modules/kysely/dist/schema/alter-table-add-foreign-key-constraint-builder.js
class AlterTableAddForeignKeyConstraintBuilder {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  onDelete(onDelete) {
    return new AlterTableAddForeignKeyConstraintBuilder({
      ...this.#props,
      constraintBuilder: this.#props.constraintBuilder.onDelete(onDelete)
    });
  }
  onUpdate(onUpdate) {
    return new AlterTableAddForeignKeyConstraintBuilder({
      ...this.#props,
      constraintBuilder: this.#props.constraintBuilder.onUpdate(onUpdate)
    });
  }
  deferrable() {
    return new AlterTableAddForeignKeyConstraintBuilder({
      ...this.#props,
      constraintBuilder: this.#props.constraintBuilder.deferrable()
    });
  }
  notDeferrable() {
    return new AlterTableAddForeignKeyConstraintBuilder({
      ...this.#props,
      constraintBuilder: this.#props.constraintBuilder.notDeferrable()
    });
  }
  initiallyDeferred() {
    return new AlterTableAddForeignKeyConstraintBuilder({
      ...this.#props,
      constraintBuilder: this.#props.constraintBuilder.initiallyDeferred()
    });
  }
  initiallyImmediate() {
    return new AlterTableAddForeignKeyConstraintBuilder({
      ...this.#props,
      constraintBuilder: this.#props.constraintBuilder.initiallyImmediate()
    });
  }
  $call(func) {
    return func(this);
  }
  toOperationNode() {
    return this.#props.executor.transformQuery(AlterTableNode.cloneWithTableProps(this.#props.node, {
      addConstraint: AddConstraintNode.create(this.#props.constraintBuilder.toOperationNode())
    }), this.#props.queryId);
  }
  compile() {
    return this.#props.executor.compileQuery(this.toOperationNode(), this.#props.queryId);
  }
  async execute(options) {
    await this.#props.executor.executeQuery(this.compile(), options);
  }
}

// node_modules/kysely/dist/schema/alter-table-drop-constraint-builder.js
class AlterTableDropConstraintBuilder {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  ifExists() {
    return new AlterTableDropConstraintBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithTableProps(this.#props.node, {
        dropConstraint: DropConstraintNode.cloneWith(this.#props.node.dropConstraint, {
          ifExists: !0
        })
      })
    });
  }
  cascade() {
    return new AlterTableDropConstraintBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithTableProps(this.#props.node, {
        dropConstraint: DropConstraintNode.cloneWith(this.#props.node.dropConstraint, {
          modifier: "cascade"
        })
      })
    });
  }
  restrict() {
    return new AlterTableDropConstraintBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithTableProps(this.#props.node, {
        dropConstraint: DropConstraintNode.cloneWith(this.#props.node.dropConstraint, {
          modifier: "restrict"
        })
      })
    });
  }
  $call(func) {
    return func(this);
  }
  toOperationNode() {
    return this.#props.executor.transformQuery(this.#props.node, this.#props.queryId);
  }
  compile() {
    return this.#props.executor.compileQuery(this.toOperationNode(), this.#props.queryId);
  }
  async execute(options) {
    await this.#props.executor.executeQuery(this.compile(), options);
  }
}

// node_modules/kysely/dist/operation-node/primary-key-constraint-node.js
var PrimaryKeyConstraintNode = freeze({
  is(node) {
    return node.kind === "PrimaryKeyConstraintNode";
  },
  create(columns, constraintName) {
    return freeze({
      kind: "PrimaryKeyConstraintNode",
      columns: freeze(columns.map(ColumnNode.create)),
      name: constraintName ? IdentifierNode.create(constraintName) : void 0
    });
  },
  cloneWith(node, props) {
    return freeze({ ...node, ...props });
  }
});

// node_modules/kysely/dist/operation-node/add-index-node.js
var AddIndexNode = freeze({
  is(node) {
    return node.kind === "AddIndexNode";
  },
  create(name) {
    return freeze({
      kind: "AddIndexNode",
      name: IdentifierNode.create(name)
    });
  },
  cloneWith(node, props) {
    return freeze({
      ...node,
      ...props
    });
  },
  cloneWithColumns(node, columns) {
    return freeze({
      ...node,
      columns: [...node.columns || [], ...columns]
    });
  }
});

// node_modules/kysely/dist/schema/alter-table-add-index-builder.js
class AlterTableAddIndexBuilder {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  unique() {
    return new AlterTableAddIndexBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithTableProps(this.#props.node, {
        addIndex: AddIndexNode.cloneWith(this.#props.node.addIndex, {
          unique: !0
        })
      })
    });
  }
  column(arg) {
    return new AlterTableAddIndexBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithTableProps(this.#props.node, {
        addIndex: AddIndexNode.cloneWithColumns(this.#props.node.addIndex, [
          isString(arg) ? parseOrderedColumnName(arg) : arg.toOperationNode()
        ])
      })
    });
  }
  columns(columns) {
    return new AlterTableAddIndexBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithTableProps(this.#props.node, {
        addIndex: AddIndexNode.cloneWithColumns(this.#props.node.addIndex, columns.map((item) => isString(item) ? parseOrderedColumnName(item) : item.toOperationNode()))
      })
    });
  }
  expression(expression) {
    return new AlterTableAddIndexBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithTableProps(this.#props.node, {
        addIndex: AddIndexNode.cloneWithColumns(this.#props.node.addIndex, [
          expression.toOperationNode()
        ])
      })
    });
  }
  using(indexType) {
    return new AlterTableAddIndexBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithTableProps(this.#props.node, {
        addIndex: AddIndexNode.cloneWith(this.#props.node.addIndex, {
          using: RawNode.createWithSql(indexType)
        })
      })
    });
  }
  $call(func) {
    return func(this);
  }
  toOperationNode() {
    return this.#props.executor.transformQuery(this.#props.node, this.#props.queryId);
  }
  compile() {
    return this.#props.executor.compileQuery(this.toOperationNode(), this.#props.queryId);
  }
  async execute(options) {
    await this.#props.executor.executeQuery(this.compile(), options);
  }
}

// node_modules/kysely/dist/schema/unique-constraint-builder.js
class UniqueConstraintNodeBuilder {
  #node;
  constructor(node) {
    this.#node = node;
  }
  nullsNotDistinct() {
    return new UniqueConstraintNodeBuilder(UniqueConstraintNode.cloneWith(this.#node, { nullsNotDistinct: !0 }));
  }
  deferrable() {
    return new UniqueConstraintNodeBuilder(UniqueConstraintNode.cloneWith(this.#node, { deferrable: !0 }));
  }
  notDeferrable() {
    return new UniqueConstraintNodeBuilder(UniqueConstraintNode.cloneWith(this.#node, { deferrable: !1 }));
  }
  initiallyDeferred() {
    return new UniqueConstraintNodeBuilder(UniqueConstraintNode.cloneWith(this.#node, {
      initiallyDeferred: !0
    }));
  }
  initiallyImmediate() {
    return new UniqueConstraintNodeBuilder(UniqueConstraintNode.cloneWith(this.#node, {
      initiallyDeferred: !1
    }));
  }
  $call(func) {
    return func(this);
  }
  toOperationNode() {
    return this.#node;
  }
}

// node_modules/kysely/dist/schema/primary-key-constraint-builder.js
class PrimaryKeyConstraintBuilder {
  #node;
  constructor(node) {
    this.#node = node;
  }
  deferrable() {
    return new PrimaryKeyConstraintBuilder(PrimaryKeyConstraintNode.cloneWith(this.#node, { deferrable: !0 }));
  }
  notDeferrable() {
    return new PrimaryKeyConstraintBuilder(PrimaryKeyConstraintNode.cloneWith(this.#node, { deferrable: !1 }));
  }
  initiallyDeferred() {
    return new PrimaryKeyConstraintBuilder(PrimaryKeyConstraintNode.cloneWith(this.#node, {
      initiallyDeferred: !0
    }));
  }
  initiallyImmediate() {
    return new PrimaryKeyConstraintBuilder(PrimaryKeyConstraintNode.cloneWith(this.#node, {
      initiallyDeferred: !1
    }));
  }
  $call(func) {
    return func(this);
  }
  toOperationNode() {
    return this.#node;
  }
}

// node_modules/kysely/dist/schema/check-constraint-builder.js
class CheckConstraintBuilder {
  #node;
  constructor(node) {
    this.#node = node;
  }
  $call(func) {
    return func(this);
  }
  toOperationNode() {
    return this.#node;
  }
}

// node_modules/kysely/dist/operation-node/rename-constraint-node.js
var RenameConstraintNode = freeze({
  is(node) {
    return node.kind === "RenameConstraintNode";
  },
  create(oldName, newName) {
    return freeze({
      kind: "RenameConstraintNode",
      oldName: IdentifierNode.create(oldName),
      newName: IdentifierNode.create(newName)
    });
  }
});

// node_modules/kysely/dist/schema/drop-column-builder.js
class DropColumnBuilder {
  #props;
  constructor(props) {
    this.#props = freeze({ ...props });
  }
  ifExists() {
    return new DropColumnBuilder({
      ...this.#props,
      node: DropColumnNode.cloneWith(this.#props.node, { ifExists: !0 })
    });
  }
  toOperationNode() {
    return this.#props.node;
  }
}

// node_modules/kysely/dist/schema/alter-table-builder.js
class AlterTableBuilder {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  renameTo(newTableName) {
    return new AlterTableExecutor({
      ...this.#props,
      node: AlterTableNode.cloneWithTableProps(this.#props.node, {
        renameTo: parseTable(newTableName)
      })
    });
  }
  setSchema(newSchema) {
    return new AlterTableExecutor({
      ...this.#props,
      node: AlterTableNode.cloneWithTableProps(this.#props.node, {
        setSchema: IdentifierNode.create(newSchema)
      })
    });
  }
  alterColumn(column, alteration) {
    let builder = alteration(new AlterColumnBuilder(column));
    return new AlterTableColumnAlteringBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithColumnAlteration(this.#props.node, builder.toOperationNode())
    });
  }
  dropColumn(column, build = noop) {
    let builder = build(new DropColumnBuilder({ node: DropColumnNode.create(column) }));
    return new AlterTableColumnAlteringBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithColumnAlteration(this.#props.node, builder.toOperationNode())
    });
  }
  renameColumn(column, newColumn) {
    return new AlterTableColumnAlteringBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithColumnAlteration(this.#props.node, RenameColumnNode.create(column, newColumn))
    });
  }
  addColumn(columnName, dataType, build = noop) {
    let builder = build(new ColumnDefinitionBuilder(ColumnDefinitionNode.create(columnName, parseDataTypeExpression(dataType))));
    return new AlterTableColumnAlteringBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithColumnAlteration(this.#props.node, AddColumnNode.create(builder.toOperationNode()))
    });
  }
  modifyColumn(columnName, dataType, build = noop) {
    let builder = build(new ColumnDefinitionBuilder(ColumnDefinitionNode.create(columnName, parseDataTypeExpression(dataType))));
    return new AlterTableColumnAlteringBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithColumnAlteration(this.#props.node, ModifyColumnNode.create(builder.toOperationNode()))
    });
  }
  addUniqueConstraint(constraintName, columns, build = noop) {
    let uniqueConstraintBuilder = build(new UniqueConstraintNodeBuilder(UniqueConstraintNode.create(columns.map((column) => isString(column) ? ColumnNode.create(column) : parseExpression(column)), constraintName)));
    return new AlterTableExecutor({
      ...this.#props,
      node: AlterTableNode.cloneWithTableProps(this.#props.node, {
        addConstraint: AddConstraintNode.create(uniqueConstraintBuilder.toOperationNode())
      })
    });
  }
  addCheckConstraint(constraintName, checkExpression, build = noop) {
    let constraintBuilder = build(new CheckConstraintBuilder(CheckConstraintNode.create(checkExpression.toOperationNode(), constraintName)));
    return new AlterTableExecutor({
      ...this.#props,
      node: AlterTableNode.cloneWithTableProps(this.#props.node, {
        addConstraint: AddConstraintNode.create(constraintBuilder.toOperationNode())
      })
    });
  }
  addForeignKeyConstraint(constraintName, columns, targetTable, targetColumns, build = noop) {
    let constraintBuilder = build(new ForeignKeyConstraintBuilder(ForeignKeyConstraintNode.create(columns.map(ColumnNode.create), parseTable(targetTable), targetColumns.map(ColumnNode.create), constraintName)));
    return new AlterTableAddForeignKeyConstraintBuilder({
      ...this.#props,
      constraintBuilder
    });
  }
  addPrimaryKeyConstraint(constraintName, columns, build = noop) {
    let constraintBuilder = build(new PrimaryKeyConstraintBuilder(PrimaryKeyConstraintNode.create(columns, constraintName)));
    return new AlterTableExecutor({
      ...this.#props,
      node: AlterTableNode.cloneWithTableProps(this.#props.node, {
        addConstraint: AddConstraintNode.create(constraintBuilder.toOperationNode())
      })
    });
  }
  dropConstraint(constraintName) {
    return new AlterTableDropConstraintBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithTableProps(this.#props.node, {
        dropConstraint: DropConstraintNode.create(constraintName)
      })
    });
  }
  renameConstraint(oldName, newName) {
    return new AlterTableDropConstraintBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithTableProps(this.#props.node, {
        renameConstraint: RenameConstraintNode.create(oldName, newName)
      })
    });
  }
  addIndex(indexName) {
    return new AlterTableAddIndexBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithTableProps(this.#props.node, {
        addIndex: AddIndexNode.create(indexName)
      })
    });
  }
  dropIndex(indexName) {
    return new AlterTableExecutor({
      ...this.#props,
      node: AlterTableNode.cloneWithTableProps(this.#props.node, {
        dropIndex: DropIndexNode.create(indexName)
      })
    });
  }
  $call(func) {
    return func(this);
  }
}

class AlterTableColumnAlteringBuilder {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  alterColumn(column, alteration) {
    let builder = alteration(new AlterColumnBuilder(column));
    return new AlterTableColumnAlteringBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithColumnAlteration(this.#props.node, builder.toOperationNode())
    });
  }
  dropColumn(column, build = noop) {
    let builder = build(new DropColumnBuilder({ node: DropColumnNode.create(column) }));
    return new AlterTableColumnAlteringBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithColumnAlteration(this.#props.node, builder.toOperationNode())
    });
  }
  renameColumn(column, newColumn) {
    return new AlterTableColumnAlteringBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithColumnAlteration(this.#props.node, RenameColumnNode.create(column, newColumn))
    });
  }
  addColumn(columnName, dataType, build = noop) {
    let builder = build(new ColumnDefinitionBuilder(ColumnDefinitionNode.create(columnName, parseDataTypeExpression(dataType))));
    return new AlterTableColumnAlteringBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithColumnAlteration(this.#props.node, AddColumnNode.create(builder.toOperationNode()))
    });
  }
  modifyColumn(columnName, dataType, build = noop) {
    let builder = build(new ColumnDefinitionBuilder(ColumnDefinitionNode.create(columnName, parseDataTypeExpression(dataType))));
    return new AlterTableColumnAlteringBuilder({
      ...this.#props,
      node: AlterTableNode.cloneWithColumnAlteration(this.#props.node, ModifyColumnNode.create(builder.toOperationNode()))
    });
  }
  toOperationNode() {
    return this.#props.executor.transformQuery(this.#props.node, this.#props.queryId);
  }
  compile() {
    return this.#props.executor.compileQuery(this.toOperationNode(), this.#props.queryId);
  }
  async execute(options) {
    await this.#props.executor.executeQuery(this.compile(), options);
  }
}

// node_modules/kysely/dist/plugin/immediate-value/immediate-value-transformer.js
class ImmediateValueTransformer extends OperationNodeTransformer {
  transformPrimitiveValueList(node) {
    return ValueListNode.create(node.values.map(ValueNode.createImmediate));
  }
  transformValue(node) {
    return ValueNode.createImmediate(node.value);
  }
}

// node_modules/kysely/dist/schema/create-index-builder.js
class CreateIndexBuilder {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  ifNotExists() {
    return new CreateIndexBuilder({
      ...this.#props,
      node: CreateIndexNode.cloneWith(this.#props.node, {
        ifNotExists: !0
      })
    });
  }
  unique() {
    return new CreateIndexBuilder({
      ...this.#props,
      node: CreateIndexNode.cloneWith(this.#props.node, {
        unique: !0
      })
    });
  }
  nullsNotDistinct() {
    return new CreateIndexBuilder({
      ...this.#props,
      node: CreateIndexNode.cloneWith(this.#props.node, {
        nullsNotDistinct: !0
      })
    });
  }
  on(table) {
    return new CreateIndexBuilder({
      ...this.#props,
      node: CreateIndexNode.cloneWith(this.#props.node, {
        table: parseTable(table)
      })
    });
  }
  column(arg) {
    return new CreateIndexBuilder({
      ...this.#props,
      node: CreateIndexNode.cloneWithColumns(this.#props.node, [
        isString(arg) ? parseOrderedColumnName(arg) : arg.toOperationNode()
      ])
    });
  }
  columns(columns) {
    return new CreateIndexBuilder({
      ...this.#props,
      node: CreateIndexNode.cloneWithColumns(this.#props.node, columns.map((item) => isString(item) ? parseOrderedColumnName(item) : item.toOperationNode()))
    });
  }
  expression(expression) {
    return new CreateIndexBuilder({
      ...this.#props,
      node: CreateIndexNode.cloneWithColumns(this.#props.node, [
        expression.toOperationNode()
      ])
    });
  }
  using(indexType) {
    return new CreateIndexBuilder({
      ...this.#props,
      node: CreateIndexNode.cloneWith(this.#props.node, {
        using: RawNode.createWithSql(indexType)
      })
    });
  }
  where(...args) {
    let transformer = new ImmediateValueTransformer;
    return new CreateIndexBuilder({
      ...this.#props,
      node: QueryNode.cloneWithWhere(this.#props.node, transformer.transformNode(parseValueBinaryOperationOrExpression(args), this.#props.queryId))
    });
  }
  $call(func) {
    return func(this);
  }
  toOperationNode() {
    return this.#props.executor.transformQuery(this.#props.node, this.#props.queryId);
  }
  compile() {
    return this.#props.executor.compileQuery(this.toOperationNode(), this.#props.queryId);
  }
  async execute(options) {
    await this.#props.executor.executeQuery(this.compile(), options);
  }
}

// node_modules/kysely/dist/schema/create-schema-builder.js
class CreateSchemaBuilder {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  ifNotExists() {
    return new CreateSchemaBuilder({
      ...this.#props,
      node: CreateSchemaNode.cloneWith(this.#props.node, { ifNotExists: !0 })
    });
  }
  $call(func) {
    return func(this);
  }
  toOperationNode() {
    return this.#props.executor.transformQuery(this.#props.node, this.#props.queryId);
  }
  compile() {
    return this.#props.executor.compileQuery(this.toOperationNode(), this.#props.queryId);
  }
  async execute(options) {
    await this.#props.executor.executeQuery(this.compile(), options);
  }
}

// node_modules/kysely/dist/parser/on-commit-action-parse.js
function parseOnCommitAction(action) {
  if (ON_COMMIT_ACTIONS.includes(action))
    return action;
  throw Error(`invalid OnCommitAction ${action}`);
}

// node_modules/kysely/dist/schema/create-table-add-index-builder.js
class CreateTableAddIndexBuilder {
  #node;
  constructor(node) {
    this.#node = node;
  }
  using(indexType) {
    return new CreateTableAddIndexBuilder(AddIndexNode.cloneWith(this.#node, {
      using: RawNode.createWithSql(indexType)
    }));
  }
  $call(func) {
    return func(this);
  }
  toOperationNode() {
    return this.#node;
  }
}

// node_modules/kysely/dist/schema/create-table-builder.js
class CreateTableBuilder {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  temporary() {
    return new CreateTableBuilder({
      ...this.#props,
      node: CreateTableNode.cloneWith(this.#props.node, {
        temporary: !0
      })
    });
  }
  onCommit(onCommit) {
    return new CreateTableBuilder({
      ...this.#props,
      node: CreateTableNode.cloneWith(this.#props.node, {
        onCommit: parseOnCommitAction(onCommit)
      })
    });
  }
  ifNotExists() {
    return new CreateTableBuilder({
      ...this.#props,
      node: CreateTableNode.cloneWith(this.#props.node, {
        ifNotExists: !0
      })
    });
  }
  addColumn(columnName, dataType, build = noop) {
    let columnBuilder = build(new ColumnDefinitionBuilder(ColumnDefinitionNode.create(columnName, parseDataTypeExpression(dataType))));
    return new CreateTableBuilder({
      ...this.#props,
      node: CreateTableNode.cloneWithColumn(this.#props.node, columnBuilder.toOperationNode())
    });
  }
  addPrimaryKeyConstraint(constraintName, columns, build = noop) {
    let constraintBuilder = build(new PrimaryKeyConstraintBuilder(PrimaryKeyConstraintNode.create(columns, constraintName)));
    return new CreateTableBuilder({
      ...this.#props,
      node: CreateTableNode.cloneWithConstraint(this.#props.node, constraintBuilder.toOperationNode())
    });
  }
  addUniqueConstraint(constraintName, columns, build = noop) {
    let uniqueConstraintBuilder = build(new UniqueConstraintNodeBuilder(UniqueConstraintNode.create(columns.map((column) => isString(column) ? ColumnNode.create(column) : parseExpression(column)), constraintName)));
    return new CreateTableBuilder({
      ...this.#props,
      node: CreateTableNode.cloneWithConstraint(this.#props.node, uniqueConstraintBuilder.toOperationNode())
    });
  }
  addIndex(indexName, columns, build = noop) {
    let addIndexBuilder = build(new CreateTableAddIndexBuilder(AddIndexNode.cloneWithColumns(AddIndexNode.create(indexName), columns.map((column) => isString(column) ? ColumnNode.create(column) : parseExpression(column)))));
    return new CreateTableBuilder({
      ...this.#props,
      node: CreateTableNode.cloneWithIndex(this.#props.node, addIndexBuilder.toOperationNode())
    });
  }
  addCheckConstraint(constraintName, checkExpression, build = noop) {
    let constraintBuilder = build(new CheckConstraintBuilder(CheckConstraintNode.create(checkExpression.toOperationNode(), constraintName)));
    return new CreateTableBuilder({
      ...this.#props,
      node: CreateTableNode.cloneWithConstraint(this.#props.node, constraintBuilder.toOperationNode())
    });
  }
  addForeignKeyConstraint(constraintName, columns, targetTable, targetColumns, build = noop) {
    let builder = build(new ForeignKeyConstraintBuilder(ForeignKeyConstraintNode.create(columns.map(ColumnNode.create), parseTable(targetTable), targetColumns.map(ColumnNode.create), constraintName)));
    return new CreateTableBuilder({
      ...this.#props,
      node: CreateTableNode.cloneWithConstraint(this.#props.node, builder.toOperationNode())
    });
  }
  modifyFront(modifier) {
    return new CreateTableBuilder({
      ...this.#props,
      node: CreateTableNode.cloneWithFrontModifier(this.#props.node, modifier.toOperationNode())
    });
  }
  modifyEnd(modifier) {
    return new CreateTableBuilder({
      ...this.#props,
      node: CreateTableNode.cloneWithEndModifier(this.#props.node, modifier.toOperationNode())
    });
  }
  as(expression) {
    return new CreateTableBuilder({
      ...this.#props,
      node: CreateTableNode.cloneWith(this.#props.node, {
        selectQuery: parseExpression(expression)
      })
    });
  }
  $call(func) {
    return func(this);
  }
  toOperationNode() {
    return this.#props.executor.transformQuery(this.#props.node, this.#props.queryId);
  }
  compile() {
    return this.#props.executor.compileQuery(this.toOperationNode(), this.#props.queryId);
  }
  async execute(options) {
    await this.#props.executor.executeQuery(this.compile(), options);
  }
}

// node_modules/kysely/dist/schema/drop-index-builder.js
class DropIndexBuilder {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  on(table) {
    return new DropIndexBuilder({
      ...this.#props,
      node: DropIndexNode.cloneWith(this.#props.node, {
        table: parseTable(table)
      })
    });
  }
  ifExists() {
    return new DropIndexBuilder({
      ...this.#props,
      node: DropIndexNode.cloneWith(this.#props.node, {
        ifExists: !0
      })
    });
  }
  cascade() {
    return new DropIndexBuilder({
      ...this.#props,
      node: DropIndexNode.cloneWith(this.#props.node, {
        cascade: !0
      })
    });
  }
  $call(func) {
    return func(this);
  }
  toOperationNode() {
    return this.#props.executor.transformQuery(this.#props.node, this.#props.queryId);
  }
  compile() {
    return this.#props.executor.compileQuery(this.toOperationNode(), this.#props.queryId);
  }
  async execute(options) {
    await this.#props.executor.executeQuery(this.compile(), options);
  }
}

// node_modules/kysely/dist/schema/drop-schema-builder.js
class DropSchemaBuilder {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  ifExists() {
    return new DropSchemaBuilder({
      ...this.#props,
      node: DropSchemaNode.cloneWith(this.#props.node, {
        ifExists: !0
      })
    });
  }
  cascade() {
    return new DropSchemaBuilder({
      ...this.#props,
      node: DropSchemaNode.cloneWith(this.#props.node, {
        cascade: !0
      })
    });
  }
  $call(func) {
    return func(this);
  }
  toOperationNode() {
    return this.#props.executor.transformQuery(this.#props.node, this.#props.queryId);
  }
  compile() {
    return this.#props.executor.compileQuery(this.toOperationNode(), this.#props.queryId);
  }
  async execute(options) {
    await this.#props.executor.executeQuery(this.compile(), options);
  }
}

// node_modules/kysely/dist/schema/drop-table-builder.js
class DropTableBuilder {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  temporary() {
    return new DropTableBuilder({
      ...this.#props,
      node: DropTableNode.cloneWith(this.#props.node, {
        temporary: !0
      })
    });
  }
  ifExists() {
    return new DropTableBuilder({
      ...this.#props,
      node: DropTableNode.cloneWith(this.#props.node, {
        ifExists: !0
      })
    });
  }
  cascade() {
    return new DropTableBuilder({
      ...this.#props,
      node: DropTableNode.cloneWith(this.#props.node, {
        cascade: !0
      })
    });
  }
  $call(func) {
    return func(this);
  }
  toOperationNode() {
    return this.#props.executor.transformQuery(this.#props.node, this.#props.queryId);
  }
  compile() {
    return this.#props.executor.compileQuery(this.toOperationNode(), this.#props.queryId);
  }
  async execute(options) {
    await this.#props.executor.executeQuery(this.compile(), options);
  }
}

// node_modules/kysely/dist/operation-node/create-view-node.js
var CreateViewNode = freeze({
  is(node) {
    return node.kind === "CreateViewNode";
  },
  create(name) {
    return freeze({
      kind: "CreateViewNode",
      name: SchemableIdentifierNode.create(name)
    });
  },
  cloneWith(createView, params) {
    return freeze({
      ...createView,
      ...params
    });
  }
});

// node_modules/kysely/dist/plugin/immediate-value/immediate-value-plugin.js
class ImmediateValuePlugin {
  #transformer = new ImmediateValueTransformer;
  transformQuery(args) {
    return this.#transformer.transformNode(args.node, args.queryId);
  }
  transformResult(args) {
    return Promise.resolve(args.result);
  }
}

// node_modules/kysely/dist/schema/create-view-builder.js
class CreateViewBuilder {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  temporary() {
    return new CreateViewBuilder({
      ...this.#props,
      node: CreateViewNode.cloneWith(this.#props.node, {
        temporary: !0
      })
    });
  }
  materialized() {
    return new CreateViewBuilder({
      ...this.#props,
      node: CreateViewNode.cloneWith(this.#props.node, {
        materialized: !0
      })
    });
  }
  ifNotExists() {
    return new CreateViewBuilder({
      ...this.#props,
      node: CreateViewNode.cloneWith(this.#props.node, {
        ifNotExists: !0
      })
    });
  }
  orReplace() {
    return new CreateViewBuilder({
      ...this.#props,
      node: CreateViewNode.cloneWith(this.#props.node, {
        orReplace: !0
      })
    });
  }
  columns(columns) {
    return new CreateViewBuilder({
      ...this.#props,
      node: CreateViewNode.cloneWith(this.#props.node, {
        columns: columns.map(parseColumnName)
      })
    });
  }
  as(query) {
    let queryNode = query.withPlugin(new ImmediateValuePlugin).toOperationNode();
    return new CreateViewBuilder({
      ...this.#props,
      node: CreateViewNode.cloneWith(this.#props.node, {
        as: queryNode
      })
    });
  }
  $call(func) {
    return func(this);
  }
  toOperationNode() {
    return this.#props.executor.transformQuery(this.#props.node, this.#props.queryId);
  }
  compile() {
    return this.#props.executor.compileQuery(this.toOperationNode(), this.#props.queryId);
  }
  async execute(options) {
    await this.#props.executor.executeQuery(this.compile(), options);
  }
}

// node_modules/kysely/dist/operation-node/drop-view-node.js
var DropViewNode = freeze({
  is(node) {
    return node.kind === "DropViewNode";
  },
  create(name) {
    return freeze({
      kind: "DropViewNode",
      name: SchemableIdentifierNode.create(name)
    });
  },
  cloneWith(dropView, params) {
    return freeze({
      ...dropView,
      ...params
    });
  }
});

// node_modules/kysely/dist/schema/drop-view-builder.js
class DropViewBuilder {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  materialized() {
    return new DropViewBuilder({
      ...this.#props,
      node: DropViewNode.cloneWith(this.#props.node, {
        materialized: !0
      })
    });
  }
  ifExists() {
    return new DropViewBuilder({
      ...this.#props,
      node: DropViewNode.cloneWith(this.#props.node, {
        ifExists: !0
      })
    });
  }
  cascade() {
    return new DropViewBuilder({
      ...this.#props,
      node: DropViewNode.cloneWith(this.#props.node, {
        cascade: !0
      })
    });
  }
  $call(func) {
    return func(this);
  }
  toOperationNode() {
    return this.#props.executor.transformQuery(this.#props.node, this.#props.queryId);
  }
  compile() {
    return this.#props.executor.compileQuery(this.toOperationNode(), this.#props.queryId);
  }
  async execute(options) {
    await this.#props.executor.executeQuery(this.compile(), options);
  }
}

// node_modules/kysely/dist/operation-node/create-type-node.js
var CreateTypeNode = freeze({
  is(node) {
    return node.kind === "CreateTypeNode";
  },
  create(name) {
    return freeze({
      kind: "CreateTypeNode",
      name
    });
  },
  cloneWithEnum(createType, values) {
    return freeze({
      ...createType,
      enum: ValueListNode.create(values.map(ValueNode.createImmediate))
    });
  }
});

// node_modules/kysely/dist/schema/create-type-builder.js
class CreateTypeBuilder {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  toOperationNode() {
    return this.#props.executor.transformQuery(this.#props.node, this.#props.queryId);
  }
  asEnum(values) {
    return new CreateTypeBuilder({
      ...this.#props,
      node: CreateTypeNode.cloneWithEnum(this.#props.node, values)
    });
  }
  $call(func) {
    return func(this);
  }
  compile() {
    return this.#props.executor.compileQuery(this.toOperationNode(), this.#props.queryId);
  }
  async execute(options) {
    await this.#props.executor.executeQuery(this.compile(), options);
  }
}

// node_modules/kysely/dist/operation-node/drop-type-node.js
var DropTypeNode = freeze({
  is(node) {
    return node.kind === "DropTypeNode";
  },
  create(names) {
    if (!Array.isArray(names))
      names = [names];
    return freeze({
      kind: "DropTypeNode",
      name: names[0],
      additionalNames: names.slice(1)
    });
  },
  cloneWith(dropType, params) {
    return freeze({
      ...dropType,
      ...params
    });
  }
});

// node_modules/kysely/dist/schema/drop-type-builder.js
class DropTypeBuilder {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  ifExists() {
    return new DropTypeBuilder({
      ...this.#props,
      node: DropTypeNode.cloneWith(this.#props.node, {
        ifExists: !0
      })
    });
  }
  cascade() {
    return new DropTypeBuilder({
      ...this.#props,
      node: DropTypeNode.cloneWith(this.#props.node, {
        cascade: !0
      })
    });
  }
  $call(func) {
    return func(this);
  }
  toOperationNode() {
    return this.#props.executor.transformQuery(this.#props.node, this.#props.queryId);
  }
  compile() {
    return this.#props.executor.compileQuery(this.toOperationNode(), this.#props.queryId);
  }
  async execute(options) {
    await this.#props.executor.executeQuery(this.compile(), options);
  }
}

// node_modules/kysely/dist/parser/identifier-parser.js
function parseSchemableIdentifier(id) {
  if (id.includes(".")) {
    let parts = id.split(".").map(trim);
    if (parts.length === 2)
      return SchemableIdentifierNode.createWithSchema(parts[0], parts[1]);
    else
      throw Error(`invalid schemable identifier ${id}`);
  } else
    return SchemableIdentifierNode.create(id);
}
function parseSchemableIdentifierArray(id) {
  if (!Array.isArray(id))
    id = [id];
  return id.map(parseSchemableIdentifier);
}
function trim(str) {
  return str.trim();
}

// node_modules/kysely/dist/operation-node/refresh-materialized-view-node.js
var RefreshMaterializedViewNode = freeze({
  is(node) {
    return node.kind === "RefreshMaterializedViewNode";
  },
  create(name) {
    return freeze({
      kind: "RefreshMaterializedViewNode",
      name: SchemableIdentifierNode.create(name)
    });
  },
  cloneWith(createView, params) {
    return freeze({
      ...createView,
      ...params
    });
  }
});

// node_modules/kysely/dist/schema/refresh-materialized-view-builder.js
class RefreshMaterializedViewBuilder {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  concurrently() {
    return new RefreshMaterializedViewBuilder({
      ...this.#props,
      node: RefreshMaterializedViewNode.cloneWith(this.#props.node, {
        concurrently: !0,
        withNoData: !1
      })
    });
  }
  withData() {
    return new RefreshMaterializedViewBuilder({
      ...this.#props,
      node: RefreshMaterializedViewNode.cloneWith(this.#props.node, {
        withNoData: !1
      })
    });
  }
  withNoData() {
    return new RefreshMaterializedViewBuilder({
      ...this.#props,
      node: RefreshMaterializedViewNode.cloneWith(this.#props.node, {
        withNoData: !0,
        concurrently: !1
      })
    });
  }
  $call(func) {
    return func(this);
  }
  toOperationNode() {
    return this.#props.executor.transformQuery(this.#props.node, this.#props.queryId);
  }
  compile() {
    return this.#props.executor.compileQuery(this.toOperationNode(), this.#props.queryId);
  }
  async execute(options) {
    await this.#props.executor.executeQuery(this.compile(), options);
  }
}

// node_modules/kysely/dist/operation-node/alter-type-node.js
var AlterTypeNode = freeze({
  is(node) {
    return node.kind === "AlterTypeNode";
  },
  create(name) {
    return freeze({
      kind: "AlterTypeNode",
      name
    });
  },
  cloneWith(node, props) {
    return freeze({
      ...node,
      ...props
    });
  }
});

// node_modules/kysely/dist/operation-node/add-value-node.js
var AddValueNode = freeze({
  is(node) {
    return node.kind === "AddValueNode";
  },
  create(value) {
    return freeze({
      kind: "AddValueNode",
      value
    });
  },
  cloneWith(node, props) {
    return freeze({
      ...node,
      ...props
    });
  }
});

// node_modules/kysely/dist/query-finalizer.js
class QueryFinalizer {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  toOperationNode() {
    return this.#props.executor.transformQuery(this.#props.node, this.#props.queryId);
  }
  compile() {
    return this.#props.executor.compileQuery(this.toOperationNode(), this.#props.queryId);
  }
  async execute(options) {
    return await this.#props.executor.executeQuery(this.compile(), options);
  }
}

// node_modules/kysely/dist/schema/alter-type-add-value-builder.js
var _a;

class AlterTypeAddValueBuilder extends QueryFinalizer {
  #props;
  constructor(props) {
    super(props);
    this.#props = props;
  }
  ifNotExists() {
    return new _a({
      ...this.#props,
      node: AlterTypeNode.cloneWith(this.#props.node, {
        addValue: AddValueNode.cloneWith(this.#props.node.addValue, {
          ifNotExists: !0
        })
      })
    });
  }
  before(neighborValue) {
    return this.#setNeighbor(neighborValue, !0);
  }
  after(neighborValue) {
    return this.#setNeighbor(neighborValue, !1);
  }
  #setNeighbor(neighborValue, isBefore) {
    return new _a({
      ...this.#props,
      node: AlterTypeNode.cloneWith(this.#props.node, {
        addValue: AddValueNode.cloneWith(this.#props.node.addValue, {
          isBefore,
          neighborValue: ValueNode.createImmediate(neighborValue)
        })
      })
    });
  }
}
_a = AlterTypeAddValueBuilder;

// node_modules/kysely/dist/operation-node/rename-value-node.js
var RenameValueNode = freeze({
  is(node) {
    return node.kind === "RenameValueNode";
  },
  create(oldValue, newValue) {
    return freeze({
      kind: "RenameValueNode",
      oldValue,
      newValue
    });
  }
});

// node_modules/kysely/dist/schema/alter-type-builder.js
class AlterTypeBuilder {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  addValue(value) {
    return new AlterTypeAddValueBuilder({
      ...this.#props,
      node: AlterTypeNode.cloneWith(this.#props.node, {
        addValue: AddValueNode.create(ValueNode.createImmediate(value))
      })
    });
  }
  renameTo(newName) {
    return new QueryFinalizer({
      ...this.#props,
      node: AlterTypeNode.cloneWith(this.#props.node, {
        renameTo: IdentifierNode.create(newName)
      })
    });
  }
  renameValue(oldValue, newValue) {
    return new QueryFinalizer({
      ...this.#props,
      node: AlterTypeNode.cloneWith(this.#props.node, {
        renameValue: RenameValueNode.create(ValueNode.createImmediate(oldValue), ValueNode.createImmediate(newValue))
      })
    });
  }
  setSchema(schema) {
    return new QueryFinalizer({
      ...this.#props,
      node: AlterTypeNode.cloneWith(this.#props.node, {
        setSchema: IdentifierNode.create(schema)
      })
    });
  }
}

// node_modules/kysely/dist/schema/schema-module.js
class SchemaModule {
  #executor;
  constructor(executor) {
    this.#executor = executor;
  }
  createTable(table) {
    return new CreateTableBuilder({
      queryId: createQueryId(),
      executor: this.#executor,
      node: CreateTableNode.create(parseTable(table))
    });
  }
  dropTable(table) {
    return new DropTableBuilder({
      queryId: createQueryId(),
      executor: this.#executor,
      node: DropTableNode.create(parseTable(table))
    });
  }
  createIndex(indexName) {
    return new CreateIndexBuilder({
      queryId: createQueryId(),
      executor: this.#executor,
      node: CreateIndexNode.create(indexName)
    });
  }
  dropIndex(indexName) {
    return new DropIndexBuilder({
      queryId: createQueryId(),
      executor: this.#executor,
      node: DropIndexNode.create(indexName)
    });
  }
  createSchema(schema) {
    return new CreateSchemaBuilder({
      queryId: createQueryId(),
      executor: this.#executor,
      node: CreateSchemaNode.create(schema)
    });
  }
  dropSchema(schema) {
    return new DropSchemaBuilder({
      queryId: createQueryId(),
      executor: this.#executor,
      node: DropSchemaNode.create(schema)
    });
  }
  alterTable(table) {
    return new AlterTableBuilder({
      queryId: createQueryId(),
      executor: this.#executor,
      node: AlterTableNode.create(parseTable(table))
    });
  }
  createView(viewName) {
    return new CreateViewBuilder({
      queryId: createQueryId(),
      executor: this.#executor,
      node: CreateViewNode.create(viewName)
    });
  }
  refreshMaterializedView(viewName) {
    return new RefreshMaterializedViewBuilder({
      queryId: createQueryId(),
      executor: this.#executor,
      node: RefreshMaterializedViewNode.create(viewName)
    });
  }
  dropView(viewName) {
    return new DropViewBuilder({
      queryId: createQueryId(),
      executor: this.#executor,
      node: DropViewNode.create(viewName)
    });
  }
  createType(typeName) {
    return new CreateTypeBuilder({
      queryId: createQueryId(),
      executor: this.#executor,
      node: CreateTypeNode.create(parseSchemableIdentifier(typeName))
    });
  }
  alterType(name) {
    return new AlterTypeBuilder({
      executor: this.#executor,
      node: AlterTypeNode.create(parseSchemableIdentifier(name)),
      queryId: createQueryId()
    });
  }
  dropType(typeName) {
    return new DropTypeBuilder({
      queryId: createQueryId(),
      executor: this.#executor,
      node: DropTypeNode.create(parseSchemableIdentifierArray(typeName))
    });
  }
  withPlugin(plugin) {
    return new SchemaModule(this.#executor.withPlugin(plugin));
  }
  withoutPlugins() {
    return new SchemaModule(this.#executor.withoutPlugins());
  }
  withSchema(schema) {
    return new SchemaModule(this.#executor.withPluginAtFront(new WithSchemaPlugin(schema)));
  }
}

// node_modules/kysely/dist/dynamic/dynamic.js
class DynamicModule {
  ref(reference) {
    return new DynamicReferenceBuilder(reference);
  }
  table(table) {
    return new DynamicTableBuilder(table);
  }
}

// node_modules/kysely/dist/driver/default-connection-provider.js
class DefaultConnectionProvider {
  #driver;
  constructor(driver) {
    this.#driver = driver;
  }
  async provideConnection(consumer, options) {
    let connection = await this.#driver.acquireConnection(options);
    try {
      return await consumer(connection);
    } finally {
      await this.#driver.releaseConnection(connection, options);
    }
  }
}

// node_modules/kysely/dist/query-executor/default-query-executor.js
class DefaultQueryExecutor extends QueryExecutorBase {
  #compiler;
  #adapter;
  #connectionProvider;
  constructor(compiler, adapter, connectionProvider, plugins = []) {
    super(plugins);
    this.#compiler = compiler, this.#adapter = adapter, this.#connectionProvider = connectionProvider;
  }
  get adapter() {
    return this.#adapter;
  }
  compileQuery(node, queryId) {
    return this.#compiler.compileQuery(node, queryId);
  }
  provideConnection(consumer, options) {
    return this.#connectionProvider.provideConnection(consumer, options);
  }
  withPlugins(plugins) {
    return new DefaultQueryExecutor(this.#compiler, this.#adapter, this.#connectionProvider, [...this.plugins, ...plugins]);
  }
  withPlugin(plugin) {
    return new DefaultQueryExecutor(this.#compiler, this.#adapter, this.#connectionProvider, [...this.plugins, plugin]);
  }
  withPluginAtFront(plugin) {
    return new DefaultQueryExecutor(this.#compiler, this.#adapter, this.#connectionProvider, [plugin, ...this.plugins]);
  }
  withConnectionProvider(connectionProvider) {
    return new DefaultQueryExecutor(this.#compiler, this.#adapter, connectionProvider, [...this.plugins]);
  }
  withoutPlugins() {
    return new DefaultQueryExecutor(this.#compiler, this.#adapter, this.#connectionProvider, []);
  }
}

// node_modules/kysely/dist/util/performance-now.js
function performanceNow() {
  if (typeof performance < "u" && isFunction(performance.now))
    return performance.now();
  else
    return Date.now();
}

// node_modules/kysely/dist/driver/connection-mutex.js
class ConnectionMutex {
  #promise;
  #resolve;
  async obtainLock() {
    while (this.#promise)
      await this.#promise;
    this.#promise = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }
  releaseLock() {
    let resolve = this.#resolve;
    this.#promise = void 0, this.#resolve = void 0, resolve?.();
  }
}

// node_modules/kysely/dist/driver/runtime-driver.js
class RuntimeDriver {
  #driver;
  #log;
  #initPromise;
  #initDone;
  #destroyPromise;
  #connections = /* @__PURE__ */ new WeakSet;
  #connectionMutex;
  constructor(driver, adapter, log) {
    if (this.#driver = driver, this.#initDone = !1, this.#log = log, adapter.supportsMultipleConnections === !1)
      this.#connectionMutex = new ConnectionMutex;
  }
  async init(options) {
    if (this.#destroyPromise)
      throw Error("driver has already been destroyed");
    this.#initPromise ??= this.#driver.init(options).then(() => {
      this.#initDone = !0;
    }).catch((reason) => {
      throw this.#initPromise = void 0, reason;
    }), await waitOrAbort(this.#initPromise, options?.signal, "init");
  }
  async acquireConnection(options) {
    if (this.#destroyPromise)
      throw Error("driver has already been destroyed");
    if (!this.#initDone)
      await this.init(options);
    if (this.#connectionMutex) {
      let lockPromise = this.#connectionMutex.obtainLock();
      await waitOrAbort(lockPromise, options?.signal, "acquireConnection:mutex", () => lockPromise.then(() => this.#connectionMutex?.releaseLock()));
    }
    let connectionPromise = this.#driver.acquireConnection(options), connection = await waitOrAbort(connectionPromise, options?.signal, "acquireConnection:acquire", () => connectionPromise?.then((connection) => this.releaseConnection(connection).catch(printBackgroundFail("driver.releaseConnection"))).catch(printBackgroundFail("driver.acquireConnection")));
    if (!this.#connections.has(connection)) {
      if (this.#needsLogging())
        this.#addLogging(connection);
      this.#connections.add(connection);
    }
    return connection;
  }
  async releaseConnection(connection, options) {
    await this.#driver.releaseConnection(connection, options), this.#connectionMutex?.releaseLock();
  }
  async beginTransaction(connection, settings) {
    return await this.#driver.beginTransaction(connection, settings);
  }
  async commitTransaction(connection) {
    return await this.#driver.commitTransaction(connection);
  }
  async rollbackTransaction(connection) {
    return await this.#driver.rollbackTransaction(connection);
  }
  async savepoint(connection, savepointName, compileQuery) {
    if (this.#driver.savepoint)
      return await this.#driver.savepoint(connection, savepointName, compileQuery);
    throw Error("The `savepoint` method is not supported by this driver");
  }
  async rollbackToSavepoint(connection, savepointName, compileQuery) {
    if (this.#driver.rollbackToSavepoint)
      return await this.#driver.rollbackToSavepoint(connection, savepointName, compileQuery);
    throw Error("The `rollbackToSavepoint` method is not supported by this driver");
  }
  async releaseSavepoint(connection, savepointName, compileQuery) {
    if (this.#driver.releaseSavepoint)
      return await this.#driver.releaseSavepoint(connection, savepointName, compileQuery);
    throw Error("The `releaseSavepoint` method is not supported by this driver");
  }
  async destroy(options) {
    if (!this.#initPromise)
      return;
    await waitOrAbort(this.#initPromise, options?.signal, "destroy:initPromise"), this.#destroyPromise ??= this.#driver.destroy(options).catch((reason) => {
      throw this.#destroyPromise = void 0, reason;
    }), await waitOrAbort(this.#destroyPromise, options?.signal, "destroy");
  }
  #needsLogging() {
    return this.#log.isLevelEnabled("query") || this.#log.isLevelEnabled("error");
  }
  #addLogging(connection) {
    let { executeQuery, streamQuery } = connection, dis = this;
    connection.executeQuery = async (compiledQuery, options) => {
      let caughtError, startTime = performanceNow();
      try {
        return await executeQuery.call(connection, compiledQuery, options);
      } catch (error) {
        throw caughtError = error, await dis.#logError(error, compiledQuery, startTime), error;
      } finally {
        if (!caughtError)
          await dis.#logQuery(compiledQuery, startTime);
      }
    }, connection.streamQuery = async function* (compiledQuery, chunkSize, options) {
      let caughtError, startTime = performanceNow();
      try {
        for await (let result of streamQuery.call(connection, compiledQuery, chunkSize, options))
          yield result;
      } catch (error) {
        throw caughtError = error, await dis.#logError(error, compiledQuery, startTime), error;
      } finally {
        if (!caughtError)
          await dis.#logQuery(compiledQuery, startTime, !0);
      }
    };
  }
  async#logError(error, compiledQuery, startTime) {
    await this.#log.error(() => ({
      level: "error",
      error,
      query: compiledQuery,
      queryDurationMillis: this.#calculateDurationMillis(startTime)
    }));
  }
  async#logQuery(compiledQuery, startTime, isStream = !1) {
    await this.#log.query(() => ({
      level: "query",
      isStream,
      query: compiledQuery,
      queryDurationMillis: this.#calculateDurationMillis(startTime)
    }));
  }
  #calculateDurationMillis(startTime) {
    return performanceNow() - startTime;
  }
}

// node_modules/kysely/dist/driver/aborted-transaction-error.js
var ABORTED_TRANSACTION_ERROR = Symbol.for("kysely.AbortedTransactionError");

class AbortedTransactionError extends Error {
  name = "AbortedTransactionError";
  [ABORTED_TRANSACTION_ERROR] = !0;
  constructor(options) {
    super("Transaction was rolled back instead of committed", options);
  }
}
function isAbortedTransactionError(error) {
  return isObject(error) && ABORTED_TRANSACTION_ERROR in error;
}

// node_modules/kysely/dist/driver/single-connection-provider.js
var ignoreError = () => {};

class SingleConnectionProvider {
  #connection;
  #runningPromise;
  constructor(connection) {
    this.#connection = connection;
  }
  async provideConnection(consumer) {
    while (this.#runningPromise)
      await this.#runningPromise.catch(ignoreError);
    return this.#runningPromise = this.#run(consumer).finally(() => {
      this.#runningPromise = void 0;
    }), this.#runningPromise;
  }
  async#run(runner) {
    return await runner(this.#connection);
  }
}

// node_modules/kysely/dist/driver/driver.js
var TRANSACTION_ACCESS_MODES = ["read only", "read write"], TRANSACTION_ISOLATION_LEVELS = [
  "read uncommitted",
  "read committed",
  "repeatable read",
  "serializable",
  "snapshot"
];
function validateTransactionSettings(settings) {
  if (settings.accessMode && !TRANSACTION_ACCESS_MODES.includes(settings.accessMode))
    throw Error(`invalid transaction access mode ${settings.accessMode}`);
  if (settings.isolationLevel && !TRANSACTION_ISOLATION_LEVELS.includes(settings.isolationLevel))
    throw Error(`invalid transaction isolation level ${settings.isolationLevel}`);
}

// node_modules/kysely/dist/util/log.js
var logLevels = ["query", "error"], LOG_LEVELS = freeze(logLevels);

class Log {
  #levels;
  #logger;
  constructor(config) {
    if (isFunction(config))
      this.#logger = config, this.#levels = freeze({
        query: !0,
        error: !0
      });
    else
      this.#logger = defaultLogger, this.#levels = freeze({
        query: config.includes("query"),
        error: config.includes("error")
      });
  }
  isLevelEnabled(level) {
    return this.#levels[level];
  }
  async query(getEvent) {
    if (this.#levels.query)
      await this.#logger(getEvent());
  }
  async error(getEvent) {
    if (this.#levels.error)
      await this.#logger(getEvent());
  }
}
function defaultLogger(event) {
  if (event.level === "query") {
    let prefix = `kysely:query:${event.isStream ? "stream:" : ""}`;
    console.log(`${prefix} ${event.query.sql}`), console.log(`${prefix} duration: ${event.queryDurationMillis.toFixed(1)}ms`);
  } else if (event.level === "error")
    if (event.error instanceof Error)
      console.error(`kysely:error: ${event.error.stack ?? event.error.message}`);
    else
      console.error(`kysely:error: ${JSON.stringify({
        error: event.error,
        query: event.query.sql,
        queryDurationMillis: event.queryDurationMillis
      })}`);
}

// node_modules/kysely/dist/util/compilable.js
function isCompilable(value) {
  return isObject(value) && isFunction(value.compile);
}

// node_modules/kysely/dist/kysely.js
Symbol.asyncDispose ??= Symbol("Symbol.asyncDispose");

class Kysely extends QueryCreator {
  #props;
  constructor(args) {
    let superProps, props;
    if (isKyselyProps(args))
      superProps = { executor: args.executor }, props = { ...args };
    else {
      let dialect = args.dialect, driver = dialect.createDriver(), compiler = dialect.createQueryCompiler(), adapter = dialect.createAdapter(), log = new Log(args.log ?? []), runtimeDriver = new RuntimeDriver(driver, adapter, log), connectionProvider = new DefaultConnectionProvider(runtimeDriver), executor = new DefaultQueryExecutor(compiler, adapter, connectionProvider, args.plugins ?? []);
      superProps = { executor }, props = {
        config: args,
        executor,
        dialect,
        driver: runtimeDriver
      };
    }
    super(superProps);
    this.#props = freeze(props);
  }
  get schema() {
    return new SchemaModule(this.#props.executor);
  }
  get dynamic() {
    return new DynamicModule;
  }
  get introspection() {
    return this.#props.dialect.createIntrospector(this.withoutPlugins());
  }
  case(value) {
    return new CaseBuilder({
      node: CaseNode.create(isUndefined(value) ? void 0 : parseExpression(value))
    });
  }
  get fn() {
    return createFunctionModule();
  }
  transaction() {
    return new TransactionBuilder({ ...this.#props });
  }
  startTransaction() {
    return new ControlledTransactionBuilder({ ...this.#props });
  }
  connection() {
    return new ConnectionBuilder({ ...this.#props });
  }
  withPlugin(plugin) {
    return new Kysely({
      ...this.#props,
      executor: this.#props.executor.withPlugin(plugin)
    });
  }
  withoutPlugins() {
    return new Kysely({
      ...this.#props,
      executor: this.#props.executor.withoutPlugins()
    });
  }
  withSchema(schema) {
    return new Kysely({
      ...this.#props,
      executor: this.#props.executor.withPluginAtFront(new WithSchemaPlugin(schema))
    });
  }
  $extendTables() {
    return new Kysely({ ...this.#props });
  }
  $omitTables() {
    return new Kysely({ ...this.#props });
  }
  $pickTables() {
    return new Kysely({ ...this.#props });
  }
  withTables() {
    return this.$extendTables();
  }
  async destroy() {
    await this.#props.driver.destroy();
  }
  get isTransaction() {
    return !1;
  }
  getExecutor() {
    return this.#props.executor;
  }
  async executeQuery(query, options) {
    let compiledQuery = isCompilable(query) ? query.compile() : query;
    return await this.#props.executor.executeQuery(compiledQuery, options);
  }
  async[Symbol.asyncDispose]() {
    await this.destroy();
  }
}

class Transaction extends Kysely {
  #props;
  constructor(props) {
    super(props);
    this.#props = props;
  }
  get isTransaction() {
    return !0;
  }
  transaction() {
    throw Error("calling the transaction method for a Transaction is not supported");
  }
  startTransaction() {
    throw Error("calling the controlled transaction method for a Transaction is not supported");
  }
  connection() {
    throw Error("calling the connection method for a Transaction is not supported");
  }
  destroy() {
    throw Error("calling the destroy method for a Transaction is not supported");
  }
  withPlugin(plugin) {
    return new Transaction({
      ...this.#props,
      executor: this.#props.executor.withPlugin(plugin)
    });
  }
  withoutPlugins() {
    return new Transaction({
      ...this.#props,
      executor: this.#props.executor.withoutPlugins()
    });
  }
  withSchema(schema) {
    return new Transaction({
      ...this.#props,
      executor: this.#props.executor.withPluginAtFront(new WithSchemaPlugin(schema))
    });
  }
  withTables() {
    return new Transaction({ ...this.#props });
  }
  $extendTables() {
    return new Transaction({ ...this.#props });
  }
  $omitTables() {
    return new Transaction({ ...this.#props });
  }
  $pickTables() {
    return new Transaction({ ...this.#props });
  }
}
function isKyselyProps(obj) {
  return isObject(obj) && isObject(obj.config) && isObject(obj.driver) && isObject(obj.executor) && isObject(obj.dialect);
}

class ConnectionBuilder {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  async execute(callback, options) {
    return this.#props.executor.provideConnection(async (connection) => {
      let executor = this.#props.executor.withConnectionProvider(new SingleConnectionProvider(connection)), db = new Kysely({ ...this.#props, executor });
      return await callback(db);
    }, freeze({ signal: options?.signal }));
  }
}

class TransactionBuilder {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  setAccessMode(accessMode) {
    return new TransactionBuilder({
      ...this.#props,
      accessMode
    });
  }
  setIsolationLevel(isolationLevel) {
    return new TransactionBuilder({
      ...this.#props,
      isolationLevel
    });
  }
  async execute(callback) {
    let { isolationLevel, accessMode, ...kyselyProps } = this.#props, settings = { isolationLevel, accessMode };
    return validateTransactionSettings(settings), this.#props.executor.provideConnection(async (connection) => {
      let transactionState = {
        status: "active"
      }, executor = new NotCommittedOrRolledBackAssertingExecutor(this.#props.executor.withConnectionProvider(new SingleConnectionProvider(connection)), transactionState), transaction = new Transaction({ ...kyselyProps, executor }), transactionBegun = !1;
      try {
        await this.#props.driver.beginTransaction(connection, settings), transactionBegun = !0;
        let result = await callback(transaction);
        return await this.#props.driver.commitTransaction(connection), transactionState.status = "committed", result;
      } catch (error) {
        if (isAbortedTransactionError(error))
          transactionState.status = "aborted";
        else if (transactionBegun)
          await this.#props.driver.rollbackTransaction(connection), transactionState.status = "rolled back";
        throw error;
      }
    });
  }
}

class ControlledTransactionBuilder {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  setAccessMode(accessMode) {
    return new ControlledTransactionBuilder({
      ...this.#props,
      accessMode
    });
  }
  setIsolationLevel(isolationLevel) {
    return new ControlledTransactionBuilder({
      ...this.#props,
      isolationLevel
    });
  }
  async execute() {
    let { isolationLevel, accessMode, ...props } = this.#props, settings = { isolationLevel, accessMode };
    validateTransactionSettings(settings);
    let connection = await provideControlledConnection(this.#props.executor);
    try {
      await this.#props.driver.beginTransaction(connection.connection, settings);
    } catch (error) {
      throw connection.release(), error;
    }
    return new ControlledTransaction({
      ...props,
      connection,
      transactionState: { status: "active" },
      executor: this.#props.executor.withConnectionProvider(new SingleConnectionProvider(connection.connection))
    });
  }
}

class ControlledTransaction extends Transaction {
  #props;
  #compileQuery;
  constructor(props) {
    props = {
      ...props,
      executor: new NotCommittedOrRolledBackAssertingExecutor(props.executor, props.transactionState)
    };
    let { connection, transactionState, ...transactionProps } = props;
    super(transactionProps);
    this.#props = freeze(props);
    let queryId = createQueryId();
    this.#compileQuery = (node) => props.executor.compileQuery(node, queryId);
  }
  get isCommitted() {
    return this.#props.transactionState.status === "committed";
  }
  get isRolledBack() {
    return this.#props.transactionState.status === "rolled back" || this.#props.transactionState.status === "aborted";
  }
  commit() {
    return new Command(async () => {
      await this.#props.executor.provideConnection(async (connection) => {
        try {
          await this.#props.driver.commitTransaction(connection);
        } catch (error) {
          if (isAbortedTransactionError(error))
            this.#props.transactionState.status = "aborted", this.#props.connection.release();
          throw error;
        }
        this.#props.transactionState.status = "committed", this.#props.connection.release();
      });
    });
  }
  rollback() {
    return new Command(async () => {
      if (this.#props.transactionState.status === "aborted")
        return;
      await this.#props.executor.provideConnection(async (connection) => {
        try {
          await this.#props.driver.rollbackTransaction(connection);
        } finally {
          this.#props.transactionState.status = "rolled back", this.#props.connection.release();
        }
      });
    });
  }
  savepoint(savepointName) {
    return new Command(async () => (await this.#props.executor.provideConnection(async (connection) => {
      await this.#props.driver.savepoint?.(connection, savepointName, this.#compileQuery);
    }), new ControlledTransaction({ ...this.#props })));
  }
  rollbackToSavepoint(savepointName) {
    return new Command(async () => (await this.#props.executor.provideConnection(async (connection) => {
      await this.#props.driver.rollbackToSavepoint?.(connection, savepointName, this.#compileQuery);
    }), new ControlledTransaction({ ...this.#props })));
  }
  releaseSavepoint(savepointName) {
    return new Command(async () => (await this.#props.executor.provideConnection(async (connection) => {
      await this.#props.driver.releaseSavepoint?.(connection, savepointName, this.#compileQuery);
    }), new ControlledTransaction({ ...this.#props })));
  }
  withPlugin(plugin) {
    return new ControlledTransaction({
      ...this.#props,
      executor: this.#props.executor.withPlugin(plugin)
    });
  }
  withoutPlugins() {
    return new ControlledTransaction({
      ...this.#props,
      executor: this.#props.executor.withoutPlugins()
    });
  }
  withSchema(schema) {
    return new ControlledTransaction({
      ...this.#props,
      executor: this.#props.executor.withPluginAtFront(new WithSchemaPlugin(schema))
    });
  }
  withTables() {
    return new ControlledTransaction({ ...this.#props });
  }
  $extendTables() {
    return new ControlledTransaction({ ...this.#props });
  }
  $omitTables() {
    return new ControlledTransaction({ ...this.#props });
  }
  $pickTables() {
    return new ControlledTransaction({ ...this.#props });
  }
}

class Command {
  #cb;
  constructor(cb) {
    this.#cb = cb;
  }
  async execute() {
    return await this.#cb();
  }
}
function assertNotCommittedOrRolledBack(transactionState) {
  if (transactionState.status === "committed")
    throw Error("Transaction is already committed");
  if (transactionState.status !== "active")
    throw Error("Transaction is already rolled back");
}

class NotCommittedOrRolledBackAssertingExecutor {
  #executor;
  #transactionState;
  constructor(executor, transactionState) {
    this.#executor = executor instanceof NotCommittedOrRolledBackAssertingExecutor ? executor.#executor : executor, this.#transactionState = transactionState;
  }
  get adapter() {
    return this.#executor.adapter;
  }
  get plugins() {
    return this.#executor.plugins;
  }
  transformQuery(node, queryId) {
    return this.#executor.transformQuery(node, queryId);
  }
  compileQuery(node, queryId) {
    return this.#executor.compileQuery(node, queryId);
  }
  provideConnection(consumer, options) {
    return assertNotCommittedOrRolledBack(this.#transactionState), this.#executor.provideConnection(async (connection) => (assertNotCommittedOrRolledBack(this.#transactionState), await consumer(connection)), options);
  }
  executeQuery(compiledQuery, options) {
    return assertNotCommittedOrRolledBack(this.#transactionState), this.#executor.withConnectionProvider(this).executeQuery(compiledQuery, options);
  }
  stream(compiledQuery, chunkSize, options) {
    return assertNotCommittedOrRolledBack(this.#transactionState), this.#executor.withConnectionProvider(this).stream(compiledQuery, chunkSize, options);
  }
  withConnectionProvider(connectionProvider) {
    return new NotCommittedOrRolledBackAssertingExecutor(this.#executor.withConnectionProvider(connectionProvider), this.#transactionState);
  }
  withPlugin(plugin) {
    return new NotCommittedOrRolledBackAssertingExecutor(this.#executor.withPlugin(plugin), this.#transactionState);
  }
  withPlugins(plugins) {
    return new NotCommittedOrRolledBackAssertingExecutor(this.#executor.withPlugins(plugins), this.#transactionState);
  }
  withPluginAtFront(plugin) {
    return new NotCommittedOrRolledBackAssertingExecutor(this.#executor.withPluginAtFront(plugin), this.#transactionState);
  }
  withoutPlugins() {
    return new NotCommittedOrRolledBackAssertingExecutor(this.#executor.withoutPlugins(), this.#transactionState);
  }
}

// node_modules/kysely/dist/operation-node/operation-node-visitor.js
class OperationNodeVisitor {
  nodeStack = [];
  get parentNode() {
    return this.nodeStack[this.nodeStack.length - 2];
  }
  #visitors = freeze({
    AliasNode: this.visitAlias.bind(this),
    ColumnNode: this.visitColumn.bind(this),
    IdentifierNode: this.visitIdentifier.bind(this),
    SchemableIdentifierNode: this.visitSchemableIdentifier.bind(this),
    RawNode: this.visitRaw.bind(this),
    ReferenceNode: this.visitReference.bind(this),
    SelectQueryNode: this.visitSelectQuery.bind(this),
    SelectionNode: this.visitSelection.bind(this),
    TableNode: this.visitTable.bind(this),
    FromNode: this.visitFrom.bind(this),
    SelectAllNode: this.visitSelectAll.bind(this),
    AndNode: this.visitAnd.bind(this),
    OrNode: this.visitOr.bind(this),
    ValueNode: this.visitValue.bind(this),
    ValueListNode: this.visitValueList.bind(this),
    PrimitiveValueListNode: this.visitPrimitiveValueList.bind(this),
    ParensNode: this.visitParens.bind(this),
    JoinNode: this.visitJoin.bind(this),
    OperatorNode: this.visitOperator.bind(this),
    WhereNode: this.visitWhere.bind(this),
    InsertQueryNode: this.visitInsertQuery.bind(this),
    DeleteQueryNode: this.visitDeleteQuery.bind(this),
    ReturningNode: this.visitReturning.bind(this),
    CreateTableNode: this.visitCreateTable.bind(this),
    AddColumnNode: this.visitAddColumn.bind(this),
    ColumnDefinitionNode: this.visitColumnDefinition.bind(this),
    DropTableNode: this.visitDropTable.bind(this),
    DataTypeNode: this.visitDataType.bind(this),
    OrderByNode: this.visitOrderBy.bind(this),
    OrderByItemNode: this.visitOrderByItem.bind(this),
    GroupByNode: this.visitGroupBy.bind(this),
    GroupByItemNode: this.visitGroupByItem.bind(this),
    UpdateQueryNode: this.visitUpdateQuery.bind(this),
    ColumnUpdateNode: this.visitColumnUpdate.bind(this),
    LimitNode: this.visitLimit.bind(this),
    OffsetNode: this.visitOffset.bind(this),
    OnConflictNode: this.visitOnConflict.bind(this),
    OnDuplicateKeyNode: this.visitOnDuplicateKey.bind(this),
    CreateIndexNode: this.visitCreateIndex.bind(this),
    DropIndexNode: this.visitDropIndex.bind(this),
    ListNode: this.visitList.bind(this),
    PrimaryKeyConstraintNode: this.visitPrimaryKeyConstraint.bind(this),
    UniqueConstraintNode: this.visitUniqueConstraint.bind(this),
    ReferencesNode: this.visitReferences.bind(this),
    CheckConstraintNode: this.visitCheckConstraint.bind(this),
    WithNode: this.visitWith.bind(this),
    CommonTableExpressionNode: this.visitCommonTableExpression.bind(this),
    CommonTableExpressionNameNode: this.visitCommonTableExpressionName.bind(this),
    HavingNode: this.visitHaving.bind(this),
    CreateSchemaNode: this.visitCreateSchema.bind(this),
    DropSchemaNode: this.visitDropSchema.bind(this),
    AlterTableNode: this.visitAlterTable.bind(this),
    DropColumnNode: this.visitDropColumn.bind(this),
    RenameColumnNode: this.visitRenameColumn.bind(this),
    AlterColumnNode: this.visitAlterColumn.bind(this),
    ModifyColumnNode: this.visitModifyColumn.bind(this),
    AddConstraintNode: this.visitAddConstraint.bind(this),
    DropConstraintNode: this.visitDropConstraint.bind(this),
    RenameConstraintNode: this.visitRenameConstraint.bind(this),
    ForeignKeyConstraintNode: this.visitForeignKeyConstraint.bind(this),
    CreateViewNode: this.visitCreateView.bind(this),
    RefreshMaterializedViewNode: this.visitRefreshMaterializedView.bind(this),
    DropViewNode: this.visitDropView.bind(this),
    GeneratedNode: this.visitGenerated.bind(this),
    DefaultValueNode: this.visitDefaultValue.bind(this),
    OnNode: this.visitOn.bind(this),
    ValuesNode: this.visitValues.bind(this),
    SelectModifierNode: this.visitSelectModifier.bind(this),
    CreateTypeNode: this.visitCreateType.bind(this),
    DropTypeNode: this.visitDropType.bind(this),
    ExplainNode: this.visitExplain.bind(this),
    DefaultInsertValueNode: this.visitDefaultInsertValue.bind(this),
    AggregateFunctionNode: this.visitAggregateFunction.bind(this),
    OverNode: this.visitOver.bind(this),
    PartitionByNode: this.visitPartitionBy.bind(this),
    PartitionByItemNode: this.visitPartitionByItem.bind(this),
    SetOperationNode: this.visitSetOperation.bind(this),
    BinaryOperationNode: this.visitBinaryOperation.bind(this),
    UnaryOperationNode: this.visitUnaryOperation.bind(this),
    UsingNode: this.visitUsing.bind(this),
    FunctionNode: this.visitFunction.bind(this),
    CaseNode: this.visitCase.bind(this),
    WhenNode: this.visitWhen.bind(this),
    JSONReferenceNode: this.visitJSONReference.bind(this),
    JSONPathNode: this.visitJSONPath.bind(this),
    JSONPathLegNode: this.visitJSONPathLeg.bind(this),
    JSONOperatorChainNode: this.visitJSONOperatorChain.bind(this),
    TupleNode: this.visitTuple.bind(this),
    MergeQueryNode: this.visitMergeQuery.bind(this),
    MatchedNode: this.visitMatched.bind(this),
    AddIndexNode: this.visitAddIndex.bind(this),
    CastNode: this.visitCast.bind(this),
    FetchNode: this.visitFetch.bind(this),
    TopNode: this.visitTop.bind(this),
    OutputNode: this.visitOutput.bind(this),
    OrActionNode: this.visitOrAction.bind(this),
    CollateNode: this.visitCollate.bind(this),
    AlterTypeNode: this.visitAlterType.bind(this),
    AddValueNode: this.visitAddValue.bind(this),
    RenameValueNode: this.visitRenameValue.bind(this)
  });
  visitNode = (node) => {
    this.nodeStack.push(node), this.#visitors[node.kind](node), this.nodeStack.pop();
  };
}

// node_modules/kysely/dist/query-compiler/default-query-compiler.js
var LIT_WRAP_REGEX = /'/g, JSON_PATH_MEMBER_WRAP_REGEX = /['"]/g;

class DefaultQueryCompiler extends OperationNodeVisitor {
  #sql = "";
  #parameters = [];
  get numParameters() {
    return this.#parameters.length;
  }
  compileQuery(node, queryId) {
    return this.#sql = "", this.#parameters = [], this.nodeStack.splice(0, this.nodeStack.length), this.visitNode(node), freeze({
      query: node,
      queryId,
      sql: this.getSql(),
      parameters: [...this.#parameters]
    });
  }
  getSql() {
    return this.#sql;
  }
  visitSelectQuery(node) {
    let wrapInParens = this.parentNode !== void 0 && !ParensNode.is(this.parentNode) && !InsertQueryNode.is(this.parentNode) && !CreateTableNode.is(this.parentNode) && !CreateViewNode.is(this.parentNode) && !SetOperationNode.is(this.parentNode);
    if (this.parentNode === void 0 && node.explain)
      this.visitNode(node.explain), this.append(" ");
    if (wrapInParens)
      this.append("(");
    if (node.with)
      this.visitNode(node.with), this.append(" ");
    if (this.append("select"), node.distinctOn)
      this.append(" "), this.compileDistinctOn(node.distinctOn);
    if (node.frontModifiers?.length)
      this.append(" "), this.compileList(node.frontModifiers, " ");
    if (node.top)
      this.append(" "), this.visitNode(node.top);
    if (node.selections)
      this.append(" "), this.compileList(node.selections);
    if (node.from)
      this.append(" "), this.visitNode(node.from);
    if (node.joins)
      this.append(" "), this.compileList(node.joins, " ");
    if (node.where)
      this.append(" "), this.visitNode(node.where);
    if (node.groupBy)
      this.append(" "), this.visitNode(node.groupBy);
    if (node.having)
      this.append(" "), this.visitNode(node.having);
    if (node.setOperations)
      this.append(" "), this.compileList(node.setOperations, " ");
    if (node.orderBy)
      this.append(" "), this.visitNode(node.orderBy);
    if (node.limit)
      this.append(" "), this.visitNode(node.limit);
    if (node.offset)
      this.append(" "), this.visitNode(node.offset);
    if (node.fetch)
      this.append(" "), this.visitNode(node.fetch);
    if (node.endModifiers?.length)
      this.append(" "), this.compileList(this.sortSelectModifiers(node.endModifiers), " ");
    if (wrapInParens)
      this.append(")");
  }
  visitFrom(node) {
    this.append("from "), this.compileList(node.froms);
  }
  visitSelection(node) {
    this.visitNode(node.selection);
  }
  visitColumn(node) {
    this.visitNode(node.column);
  }
  compileDistinctOn(expressions) {
    this.append("distinct on ("), this.compileList(expressions), this.append(")");
  }
  compileList(nodes, separator = ", ") {
    let lastIndex = nodes.length - 1;
    for (let i = 0;i <= lastIndex; i++)
      if (this.visitNode(nodes[i]), i < lastIndex)
        this.append(separator);
  }
  visitWhere(node) {
    this.append("where "), this.visitNode(node.where);
  }
  visitHaving(node) {
    this.append("having "), this.visitNode(node.having);
  }
  visitInsertQuery(node) {
    let wrapInParens = this.parentNode !== void 0 && !ParensNode.is(this.parentNode) && !RawNode.is(this.parentNode) && !WhenNode.is(this.parentNode);
    if (this.parentNode === void 0 && node.explain)
      this.visitNode(node.explain), this.append(" ");
    if (wrapInParens)
      this.append("(");
    if (node.with)
      this.visitNode(node.with), this.append(" ");
    if (this.append(node.replace ? "replace" : "insert"), node.orAction)
      this.append(" "), this.visitNode(node.orAction);
    if (node.top)
      this.append(" "), this.visitNode(node.top);
    if (node.into)
      this.append(" into "), this.visitNode(node.into);
    if (node.columns)
      this.append(" ("), this.compileList(node.columns), this.append(")");
    if (node.output)
      this.append(" "), this.visitNode(node.output);
    if (node.values)
      this.append(" "), this.visitNode(node.values);
    if (node.defaultValues)
      this.append(" "), this.append("default values");
    if (node.onConflict)
      this.append(" "), this.visitNode(node.onConflict);
    if (node.onDuplicateKey)
      this.append(" "), this.visitNode(node.onDuplicateKey);
    if (node.returning)
      this.append(" "), this.visitNode(node.returning);
    if (wrapInParens)
      this.append(")");
    if (node.endModifiers?.length)
      this.append(" "), this.compileList(node.endModifiers, " ");
  }
  visitValues(node) {
    this.append("values "), this.compileList(node.values);
  }
  visitDeleteQuery(node) {
    let wrapInParens = this.parentNode !== void 0 && !ParensNode.is(this.parentNode) && !RawNode.is(this.parentNode);
    if (this.parentNode === void 0 && node.explain)
      this.visitNode(node.explain), this.append(" ");
    if (wrapInParens)
      this.append("(");
    if (node.with)
      this.visitNode(node.with), this.append(" ");
    if (this.append("delete "), node.top)
      this.visitNode(node.top), this.append(" ");
    if (this.visitNode(node.from), node.output)
      this.append(" "), this.visitNode(node.output);
    if (node.using)
      this.append(" "), this.visitNode(node.using);
    if (node.joins)
      this.append(" "), this.compileList(node.joins, " ");
    if (node.where)
      this.append(" "), this.visitNode(node.where);
    if (node.returning)
      this.append(" "), this.visitNode(node.returning);
    if (node.orderBy)
      this.append(" "), this.visitNode(node.orderBy);
    if (node.limit)
      this.append(" "), this.visitNode(node.limit);
    if (wrapInParens)
      this.append(")");
    if (node.endModifiers?.length)
      this.append(" "), this.compileList(node.endModifiers, " ");
  }
  visitReturning(node) {
    this.append("returning "), this.compileList(node.selections);
  }
  visitAlias(node) {
    this.visitNode(node.node), this.append(" as "), this.visitNode(node.alias);
  }
  visitReference(node) {
    if (node.table)
      this.visitNode(node.table), this.append(".");
    this.visitNode(node.column);
  }
  visitSelectAll(_) {
    this.append("*");
  }
  visitIdentifier(node) {
    this.append(this.getLeftIdentifierWrapper()), this.compileUnwrappedIdentifier(node), this.append(this.getRightIdentifierWrapper());
  }
  compileUnwrappedIdentifier(node) {
    if (!isString(node.name))
      throw Error("a non-string identifier was passed to compileUnwrappedIdentifier.");
    this.append(this.sanitizeIdentifier(node.name));
  }
  visitAnd(node) {
    this.visitNode(node.left), this.append(" and "), this.visitNode(node.right);
  }
  visitOr(node) {
    this.visitNode(node.left), this.append(" or "), this.visitNode(node.right);
  }
  visitValue(node) {
    if (node.immediate)
      this.appendImmediateValue(node.value);
    else
      this.appendValue(node.value);
  }
  visitValueList(node) {
    this.append("("), this.compileList(node.values), this.append(")");
  }
  visitTuple(node) {
    this.append("("), this.compileList(node.values), this.append(")");
  }
  visitPrimitiveValueList(node) {
    this.append("(");
    let { values } = node;
    for (let i = 0;i < values.length; ++i)
      if (this.appendValue(values[i]), i !== values.length - 1)
        this.append(", ");
    this.append(")");
  }
  visitParens(node) {
    this.append("("), this.visitNode(node.node), this.append(")");
  }
  visitJoin(node) {
    if (this.append(JOIN_TYPE_SQL[node.joinType]), this.append(" "), this.visitNode(node.table), node.on)
      this.append(" "), this.visitNode(node.on);
  }
  visitOn(node) {
    this.append("on "), this.visitNode(node.on);
  }
  visitRaw(node) {
    let { sqlFragments, parameters: params } = node;
    for (let i = 0;i < sqlFragments.length; ++i)
      if (this.append(sqlFragments[i]), params.length > i)
        this.visitNode(params[i]);
  }
  visitOperator(node) {
    this.append(node.operator);
  }
  visitTable(node) {
    this.visitNode(node.table);
  }
  visitSchemableIdentifier(node) {
    if (node.schema)
      this.visitNode(node.schema), this.append(".");
    this.visitNode(node.identifier);
  }
  visitCreateTable(node) {
    if (this.append("create "), node.frontModifiers?.length)
      this.compileList(node.frontModifiers, " "), this.append(" ");
    if (node.temporary)
      this.append("temporary ");
    if (this.append("table "), node.ifNotExists)
      this.append("if not exists ");
    if (this.visitNode(node.table), !node.selectQuery)
      this.append(" ("), this.compileList([
        ...node.columns,
        ...node.constraints ?? [],
        ...node.indexes ?? []
      ]), this.append(")");
    if (node.onCommit)
      this.append(" on commit "), this.append(node.onCommit);
    if (node.endModifiers?.length)
      this.append(" "), this.compileList(node.endModifiers, " ");
    if (node.selectQuery)
      this.append(" as "), this.visitNode(node.selectQuery);
  }
  visitColumnDefinition(node) {
    if (node.ifNotExists)
      this.append("if not exists ");
    if (this.visitNode(node.column), this.append(" "), this.visitNode(node.dataType), node.unsigned)
      this.append(" unsigned");
    if (node.frontModifiers && node.frontModifiers.length > 0)
      this.append(" "), this.compileList(node.frontModifiers, " ");
    if (node.generated)
      this.append(" "), this.visitNode(node.generated);
    if (node.identity)
      this.append(" identity");
    if (node.defaultTo)
      this.append(" "), this.visitNode(node.defaultTo);
    if (node.notNull)
      this.append(" not null");
    if (node.unique)
      this.append(" unique");
    if (node.nullsNotDistinct)
      this.append(" nulls not distinct");
    if (node.primaryKey)
      this.append(" primary key");
    if (node.autoIncrement)
      this.append(" "), this.append(this.getAutoIncrement());
    if (node.references)
      this.append(" "), this.visitNode(node.references);
    if (node.check)
      this.append(" "), this.visitNode(node.check);
    if (node.endModifiers && node.endModifiers.length > 0)
      this.append(" "), this.compileList(node.endModifiers, " ");
  }
  getAutoIncrement() {
    return "auto_increment";
  }
  visitReferences(node) {
    if (this.append("references "), this.visitNode(node.table), this.append(" ("), this.compileList(node.columns), this.append(")"), node.onDelete)
      this.append(" on delete "), this.append(node.onDelete);
    if (node.onUpdate)
      this.append(" on update "), this.append(node.onUpdate);
  }
  visitDropTable(node) {
    if (this.append("drop "), node.temporary)
      this.append("temporary ");
    if (this.append("table "), node.ifExists)
      this.append("if exists ");
    if (this.visitNode(node.table), node.cascade)
      this.append(" cascade");
  }
  visitDataType(node) {
    this.append(node.dataType);
  }
  visitOrderBy(node) {
    this.append("order by "), this.compileList(node.items);
  }
  visitOrderByItem(node) {
    if (this.visitNode(node.orderBy), node.collation)
      this.append(" "), this.visitNode(node.collation);
    if (node.direction)
      this.append(" "), this.visitNode(node.direction);
    if (node.nulls)
      this.append(" nulls "), this.append(node.nulls);
  }
  visitGroupBy(node) {
    this.append("group by "), this.compileList(node.items);
  }
  visitGroupByItem(node) {
    this.visitNode(node.groupBy);
  }
  visitUpdateQuery(node) {
    let wrapInParens = this.parentNode !== void 0 && !ParensNode.is(this.parentNode) && !RawNode.is(this.parentNode) && !WhenNode.is(this.parentNode);
    if (this.parentNode === void 0 && node.explain)
      this.visitNode(node.explain), this.append(" ");
    if (wrapInParens)
      this.append("(");
    if (node.with)
      this.visitNode(node.with), this.append(" ");
    if (this.append("update "), node.top)
      this.visitNode(node.top), this.append(" ");
    if (node.table)
      this.visitNode(node.table), this.append(" ");
    if (this.append("set "), node.updates)
      this.compileList(node.updates);
    if (node.output)
      this.append(" "), this.visitNode(node.output);
    if (node.from)
      this.append(" "), this.visitNode(node.from);
    if (node.joins) {
      if (!node.from)
        throw Error("Joins in an update query are only supported as a part of a PostgreSQL 'update set from join' query. If you want to create a MySQL 'update join set' query, see https://kysely.dev/docs/examples/update/my-sql-joins");
      this.append(" "), this.compileList(node.joins, " ");
    }
    if (node.where)
      this.append(" "), this.visitNode(node.where);
    if (node.returning)
      this.append(" "), this.visitNode(node.returning);
    if (node.orderBy)
      this.append(" "), this.visitNode(node.orderBy);
    if (node.limit)
      this.append(" "), this.visitNode(node.limit);
    if (wrapInParens)
      this.append(")");
    if (node.endModifiers?.length)
      this.append(" "), this.compileList(node.endModifiers, " ");
  }
  visitColumnUpdate(node) {
    this.visitNode(node.column), this.append(" = "), this.visitNode(node.value);
  }
  visitLimit(node) {
    this.append("limit "), this.visitNode(node.limit);
  }
  visitOffset(node) {
    this.append("offset "), this.visitNode(node.offset);
  }
  visitOnConflict(node) {
    if (this.append("on conflict"), node.columns)
      this.append(" ("), this.compileList(node.columns), this.append(")");
    else if (node.constraint)
      this.append(" on constraint "), this.visitNode(node.constraint);
    else if (node.indexExpression)
      this.append(" ("), this.visitNode(node.indexExpression), this.append(")");
    if (node.indexWhere)
      this.append(" "), this.visitNode(node.indexWhere);
    if (node.doNothing === !0)
      this.append(" do nothing");
    else if (node.updates) {
      if (this.append(" do update set "), this.compileList(node.updates), node.updateWhere)
        this.append(" "), this.visitNode(node.updateWhere);
    }
  }
  visitOnDuplicateKey(node) {
    this.append("on duplicate key update "), this.compileList(node.updates);
  }
  visitCreateIndex(node) {
    if (this.append("create "), node.unique)
      this.append("unique ");
    if (this.append("index "), node.ifNotExists)
      this.append("if not exists ");
    if (this.visitNode(node.name), node.table)
      this.append(" on "), this.visitNode(node.table);
    if (node.using)
      this.append(" using "), this.visitNode(node.using);
    if (node.columns)
      this.append(" ("), this.compileList(node.columns), this.append(")");
    if (node.nullsNotDistinct)
      this.append(" nulls not distinct");
    if (node.where)
      this.append(" "), this.visitNode(node.where);
  }
  visitDropIndex(node) {
    if (this.append("drop index "), node.ifExists)
      this.append("if exists ");
    if (this.visitNode(node.name), node.table)
      this.append(" on "), this.visitNode(node.table);
    if (node.cascade)
      this.append(" cascade");
  }
  visitCreateSchema(node) {
    if (this.append("create schema "), node.ifNotExists)
      this.append("if not exists ");
    this.visitNode(node.schema);
  }
  visitDropSchema(node) {
    if (this.append("drop schema "), node.ifExists)
      this.append("if exists ");
    if (this.visitNode(node.schema), node.cascade)
      this.append(" cascade");
  }
  visitPrimaryKeyConstraint(node) {
    if (node.name)
      this.append("constraint "), this.visitNode(node.name), this.append(" ");
    this.append("primary key ("), this.compileList(node.columns), this.append(")"), this.buildDeferrable(node);
  }
  buildDeferrable(node) {
    if (node.deferrable !== void 0)
      if (node.deferrable)
        this.append(" deferrable");
      else
        this.append(" not deferrable");
    if (node.initiallyDeferred !== void 0)
      if (node.initiallyDeferred)
        this.append(" initially deferred");
      else
        this.append(" initially immediate");
  }
  visitUniqueConstraint(node) {
    if (node.name)
      this.append("constraint "), this.visitNode(node.name), this.append(" ");
    if (this.append("unique"), node.nullsNotDistinct)
      this.append(" nulls not distinct");
    this.append(" ("), this.compileList(node.columns), this.append(")"), this.buildDeferrable(node);
  }
  visitCheckConstraint(node) {
    if (node.name)
      this.append("constraint "), this.visitNode(node.name), this.append(" ");
    this.append("check ("), this.visitNode(node.expression), this.append(")");
  }
  visitForeignKeyConstraint(node) {
    if (node.name)
      this.append("constraint "), this.visitNode(node.name), this.append(" ");
    if (this.append("foreign key ("), this.compileList(node.columns), this.append(") "), this.visitNode(node.references), node.onDelete)
      this.append(" on delete "), this.append(node.onDelete);
    if (node.onUpdate)
      this.append(" on update "), this.append(node.onUpdate);
    this.buildDeferrable(node);
  }
  visitList(node) {
    this.compileList(node.items);
  }
  visitWith(node) {
    if (this.append("with "), node.recursive)
      this.append("recursive ");
    this.compileList(node.expressions);
  }
  visitCommonTableExpression(node) {
    if (this.visitNode(node.name), this.append(" as "), isBoolean(node.materialized)) {
      if (!node.materialized)
        this.append("not ");
      this.append("materialized ");
    }
    this.visitNode(node.expression);
  }
  visitCommonTableExpressionName(node) {
    if (this.visitNode(node.table), node.columns)
      this.append("("), this.compileList(node.columns), this.append(")");
  }
  visitAlterTable(node) {
    if (this.append("alter table "), this.visitNode(node.table), this.append(" "), node.renameTo)
      this.append("rename to "), this.visitNode(node.renameTo);
    if (node.setSchema)
      this.append("set schema "), this.visitNode(node.setSchema);
    if (node.addConstraint)
      this.visitNode(node.addConstraint);
    if (node.dropConstraint)
      this.visitNode(node.dropConstraint);
    if (node.renameConstraint)
      this.visitNode(node.renameConstraint);
    if (node.columnAlterations)
      this.compileColumnAlterations(node.columnAlterations);
    if (node.addIndex)
      this.visitNode(node.addIndex);
    if (node.dropIndex)
      this.visitNode(node.dropIndex);
  }
  visitAddColumn(node) {
    this.append("add column "), this.visitNode(node.column);
  }
  visitRenameColumn(node) {
    this.append("rename column "), this.visitNode(node.column), this.append(" to "), this.visitNode(node.renameTo);
  }
  visitDropColumn(node) {
    if (this.append("drop column "), node.ifExists)
      this.append("if exists ");
    this.visitNode(node.column);
  }
  visitAlterColumn(node) {
    if (this.append("alter column "), this.visitNode(node.column), this.append(" "), node.dataType) {
      if (this.announcesNewColumnDataType())
        this.append("type ");
      if (this.visitNode(node.dataType), node.dataTypeExpression)
        this.append("using "), this.visitNode(node.dataTypeExpression);
    }
    if (node.setDefault)
      this.append("set default "), this.visitNode(node.setDefault);
    if (node.dropDefault)
      this.append("drop default");
    if (node.setNotNull)
      this.append("set not null");
    if (node.dropNotNull)
      this.append("drop not null");
  }
  visitModifyColumn(node) {
    this.append("modify column "), this.visitNode(node.column);
  }
  visitAddConstraint(node) {
    this.append("add "), this.visitNode(node.constraint);
  }
  visitDropConstraint(node) {
    if (this.append("drop constraint "), node.ifExists)
      this.append("if exists ");
    if (this.visitNode(node.constraintName), node.modifier === "cascade")
      this.append(" cascade");
    else if (node.modifier === "restrict")
      this.append(" restrict");
  }
  visitRenameConstraint(node) {
    this.append("rename constraint "), this.visitNode(node.oldName), this.append(" to "), this.visitNode(node.newName);
  }
  visitSetOperation(node) {
    if (this.append(node.operator), this.append(" "), node.all)
      this.append("all ");
    this.visitNode(node.expression);
  }
  visitCreateView(node) {
    if (this.append("create "), node.orReplace)
      this.append("or replace ");
    if (node.materialized)
      this.append("materialized ");
    if (node.temporary)
      this.append("temporary ");
    if (this.append("view "), node.ifNotExists)
      this.append("if not exists ");
    if (this.visitNode(node.name), this.append(" "), node.columns)
      this.append("("), this.compileList(node.columns), this.append(") ");
    if (node.as)
      this.append("as "), this.visitNode(node.as);
  }
  visitRefreshMaterializedView(node) {
    if (this.append("refresh materialized view "), node.concurrently)
      this.append("concurrently ");
    if (this.visitNode(node.name), node.withNoData)
      this.append(" with no data");
    else
      this.append(" with data");
  }
  visitDropView(node) {
    if (this.append("drop "), node.materialized)
      this.append("materialized ");
    if (this.append("view "), node.ifExists)
      this.append("if exists ");
    if (this.visitNode(node.name), node.cascade)
      this.append(" cascade");
  }
  visitGenerated(node) {
    if (this.append("generated "), node.always)
      this.append("always ");
    if (node.byDefault)
      this.append("by default ");
    if (this.append("as "), node.identity)
      this.append("identity");
    if (node.expression)
      this.append("("), this.visitNode(node.expression), this.append(")");
    if (node.stored)
      this.append(" stored");
  }
  visitDefaultValue(node) {
    this.append("default "), this.visitNode(node.defaultValue);
  }
  visitSelectModifier(node) {
    if (node.rawModifier)
      this.visitNode(node.rawModifier);
    else
      this.append(SELECT_MODIFIER_SQL[node.modifier]);
    if (node.of)
      this.append(" of "), this.compileList(node.of, ", ");
  }
  visitCreateType(node) {
    if (this.append("create type "), this.visitNode(node.name), node.enum)
      this.append(" as enum "), this.visitNode(node.enum);
  }
  visitDropType(node) {
    if (this.append("drop type "), node.ifExists)
      this.append("if exists ");
    if (this.visitNode(node.name), node.additionalNames?.length)
      this.append(", "), this.compileList(node.additionalNames);
    if (node.cascade)
      this.append(" cascade");
  }
  visitAlterType(node) {
    if (this.append("alter type "), this.visitNode(node.name), this.append(" "), node.addValue)
      this.visitNode(node.addValue);
    else if (node.renameTo)
      this.append("rename to "), this.visitNode(node.renameTo);
    else if (node.renameValue)
      this.visitNode(node.renameValue);
    else if (node.setSchema)
      this.append("set schema "), this.visitNode(node.setSchema);
  }
  visitAddValue(node) {
    if (this.append("add value "), node.ifNotExists)
      this.append("if not exists ");
    if (this.visitNode(node.value), node.neighborValue)
      this.append(node.isBefore ? " before " : " after "), this.visitNode(node.neighborValue);
  }
  visitRenameValue(node) {
    this.append("rename value "), this.visitNode(node.oldValue), this.append(" to "), this.visitNode(node.newValue);
  }
  visitExplain(node) {
    if (this.append("explain"), node.options || node.format) {
      if (this.append(" "), this.append(this.getLeftExplainOptionsWrapper()), node.options) {
        if (this.visitNode(node.options), node.format)
          this.append(this.getExplainOptionsDelimiter());
      }
      if (node.format)
        this.append("format"), this.append(this.getExplainOptionAssignment()), this.append(node.format);
      this.append(this.getRightExplainOptionsWrapper());
    }
  }
  visitDefaultInsertValue(_) {
    this.append("default");
  }
  visitAggregateFunction(node) {
    if (this.append(node.func), this.append("("), node.distinct)
      this.append("distinct ");
    if (this.compileList(node.aggregated), node.orderBy)
      this.append(" "), this.visitNode(node.orderBy);
    if (this.append(")"), node.withinGroup)
      this.append(" within group ("), this.visitNode(node.withinGroup), this.append(")");
    if (node.filter)
      this.append(" filter("), this.visitNode(node.filter), this.append(")");
    if (node.over)
      this.append(" "), this.visitNode(node.over);
  }
  visitOver(node) {
    if (this.append("over("), node.partitionBy) {
      if (this.visitNode(node.partitionBy), node.orderBy)
        this.append(" ");
    }
    if (node.orderBy)
      this.visitNode(node.orderBy);
    this.append(")");
  }
  visitPartitionBy(node) {
    this.append("partition by "), this.compileList(node.items);
  }
  visitPartitionByItem(node) {
    this.visitNode(node.partitionBy);
  }
  visitBinaryOperation(node) {
    this.visitNode(node.leftOperand), this.append(" "), this.visitNode(node.operator), this.append(" "), this.visitNode(node.rightOperand);
  }
  visitUnaryOperation(node) {
    if (this.visitNode(node.operator), !this.isMinusOperator(node.operator))
      this.append(" ");
    this.visitNode(node.operand);
  }
  isMinusOperator(node) {
    return OperatorNode.is(node) && node.operator === "-";
  }
  visitUsing(node) {
    this.append("using "), this.compileList(node.tables);
  }
  visitFunction(node) {
    this.append(node.func), this.append("("), this.compileList(node.arguments), this.append(")");
  }
  visitCase(node) {
    if (this.append("case"), node.value)
      this.append(" "), this.visitNode(node.value);
    if (node.when)
      this.append(" "), this.compileList(node.when, " ");
    if (node.else)
      this.append(" else "), this.visitNode(node.else);
    if (this.append(" end"), node.isStatement)
      this.append(" case");
  }
  visitWhen(node) {
    if (this.append("when "), this.visitNode(node.condition), node.result)
      this.append(" then "), this.visitNode(node.result);
  }
  visitJSONReference(node) {
    this.visitNode(node.reference), this.visitNode(node.traversal);
  }
  visitJSONPath(node) {
    if (node.inOperator)
      this.visitNode(node.inOperator);
    this.append("'$");
    for (let pathLeg of node.pathLegs)
      this.visitNode(pathLeg);
    this.append("'");
  }
  visitJSONPathLeg(node) {
    let isArrayLocation = node.type === "ArrayLocation", value = String(node.value);
    if (isArrayLocation)
      this.append("["), this.append(this.sanitizeStringLiteral(value)), this.append("]");
    else
      this.append('."'), this.append(this.sanitizeJSONPathMemberValue(value)), this.append('"');
  }
  visitJSONOperatorChain(node) {
    for (let i = 0, len = node.values.length;i < len; i++) {
      if (i === len - 1)
        this.visitNode(node.operator);
      else
        this.append("->");
      this.visitNode(node.values[i]);
    }
  }
  visitMergeQuery(node) {
    if (node.with)
      this.visitNode(node.with), this.append(" ");
    if (this.append("merge "), node.top)
      this.visitNode(node.top), this.append(" ");
    if (this.append("into "), this.visitNode(node.into), node.using)
      this.append(" "), this.visitNode(node.using);
    if (node.whens)
      this.append(" "), this.compileList(node.whens, " ");
    if (node.returning)
      this.append(" "), this.visitNode(node.returning);
    if (node.output)
      this.append(" "), this.visitNode(node.output);
    if (node.endModifiers?.length)
      this.append(" "), this.compileList(node.endModifiers, " ");
  }
  visitMatched(node) {
    if (node.not)
      this.append("not ");
    if (this.append("matched"), node.bySource)
      this.append(" by source");
  }
  visitAddIndex(node) {
    if (!this.parentNode || !CreateTableNode.is(this.parentNode))
      this.append("add ");
    if (node.unique)
      this.append("unique ");
    if (this.append("index "), this.visitNode(node.name), node.columns)
      this.append(" ("), this.compileList(node.columns), this.append(")");
    if (node.using)
      this.append(" using "), this.visitNode(node.using);
  }
  visitCast(node) {
    this.append("cast("), this.visitNode(node.expression), this.append(" as "), this.visitNode(node.dataType), this.append(")");
  }
  visitFetch(node) {
    this.append("fetch next "), this.visitNode(node.rowCount), this.append(` rows ${node.modifier}`);
  }
  visitOutput(node) {
    this.append("output "), this.compileList(node.selections);
  }
  visitTop(node) {
    if (this.append(`top(${node.expression})`), node.modifiers)
      this.append(` ${node.modifiers}`);
  }
  visitOrAction(node) {
    this.append(node.action);
  }
  visitCollate(node) {
    this.append("collate "), this.visitNode(node.collation);
  }
  append(str) {
    this.#sql += str;
  }
  appendValue(parameter) {
    this.addParameter(parameter), this.append(this.getCurrentParameterPlaceholder());
  }
  getLeftIdentifierWrapper() {
    return '"';
  }
  getRightIdentifierWrapper() {
    return '"';
  }
  getCurrentParameterPlaceholder() {
    return "$" + this.numParameters;
  }
  getLeftExplainOptionsWrapper() {
    return "(";
  }
  getExplainOptionAssignment() {
    return " ";
  }
  getExplainOptionsDelimiter() {
    return ", ";
  }
  getRightExplainOptionsWrapper() {
    return ")";
  }
  sanitizeIdentifier(identifier) {
    let leftWrap = this.getLeftIdentifierWrapper(), rightWrap = this.getRightIdentifierWrapper(), sanitized = "";
    for (let c of identifier)
      if (sanitized += c, c === leftWrap)
        sanitized += leftWrap;
      else if (c === rightWrap)
        sanitized += rightWrap;
    return sanitized;
  }
  sanitizeStringLiteral(value) {
    return value.replace(LIT_WRAP_REGEX, "''");
  }
  sanitizeJSONPathMemberValue(value) {
    return value.replace(JSON_PATH_MEMBER_WRAP_REGEX, (char) => char === "'" ? "''" : "\\\"");
  }
  addParameter(parameter) {
    this.#parameters.push(parameter);
  }
  appendImmediateValue(value) {
    if (isString(value))
      this.appendStringLiteral(value);
    else if (isNumber(value) || isBoolean(value) || isBigInt(value))
      this.append(value.toString());
    else if (isNull(value))
      this.append("null");
    else if (isDate(value))
      this.appendImmediateValue(value.toISOString());
    else
      throw Error(`invalid immediate value ${value}`);
  }
  appendStringLiteral(value) {
    this.append("'"), this.append(this.sanitizeStringLiteral(value)), this.append("'");
  }
  sortSelectModifiers(arr) {
    return freeze(arr.toSorted((left, right) => left.modifier && right.modifier ? SELECT_MODIFIER_PRIORITY[left.modifier] - SELECT_MODIFIER_PRIORITY[right.modifier] : 1));
  }
  compileColumnAlterations(columnAlterations) {
    this.compileList(columnAlterations);
  }
  announcesNewColumnDataType() {
    return !0;
  }
}
var SELECT_MODIFIER_SQL = freeze({
  ForKeyShare: "for key share",
  ForNoKeyUpdate: "for no key update",
  ForUpdate: "for update",
  ForShare: "for share",
  NoWait: "nowait",
  SkipLocked: "skip locked",
  Distinct: "distinct"
}), SELECT_MODIFIER_PRIORITY = freeze({
  ForKeyShare: 1,
  ForNoKeyUpdate: 1,
  ForUpdate: 1,
  ForShare: 1,
  NoWait: 2,
  SkipLocked: 2,
  Distinct: 0
}), JOIN_TYPE_SQL = freeze({
  InnerJoin: "inner join",
  LeftJoin: "left join",
  RightJoin: "right join",
  FullJoin: "full join",
  CrossJoin: "cross join",
  LateralInnerJoin: "inner join lateral",
  LateralLeftJoin: "left join lateral",
  LateralCrossJoin: "cross join lateral",
  OuterApply: "outer apply",
  CrossApply: "cross apply",
  Using: "using"
});

// node_modules/kysely/dist/query-compiler/compiled-query.js
var CompiledQuery = freeze({
  raw(sql, parameters = []) {
    return freeze({
      sql,
      query: RawNode.createWithSql(sql),
      parameters: freeze(parameters),
      queryId: createQueryId()
    });
  }
});

// node_modules/kysely/dist/dialect/dialect-adapter-base.js
class DialectAdapterBase {
  get supportsCreateIfNotExists() {
    return !0;
  }
  get supportsMultipleConnections() {
    return !0;
  }
  get supportsTransactionalDdl() {
    return !1;
  }
  get supportsReturning() {
    return !1;
  }
  get supportsOutput() {
    return !1;
  }
}

// node_modules/kysely/dist/parser/savepoint-parser.js
function parseSavepointCommand(command, savepointName) {
  return RawNode.createWithChildren([
    RawNode.createWithSql(`${command} `),
    IdentifierNode.create(savepointName)
  ]);
}

// node_modules/kysely/dist/dialect/sqlite/sqlite-driver.js
class SqliteDriver {
  #config;
  #db;
  #connection;
  constructor(config) {
    this.#config = freeze({ ...config });
  }
  async init(options) {
    if (this.#db = isFunction(this.#config.database) ? await this.#config.database(options) : this.#config.database, this.#connection = new SqliteConnection(this.#db), this.#config.onCreateConnection)
      await this.#config.onCreateConnection(this.#connection, options);
  }
  async acquireConnection() {
    return this.#connection;
  }
  async beginTransaction(connection) {
    await connection.executeQuery(CompiledQuery.raw("begin"));
  }
  async commitTransaction(connection) {
    await connection.executeQuery(CompiledQuery.raw("commit"));
  }
  async rollbackTransaction(connection) {
    await connection.executeQuery(CompiledQuery.raw("rollback"));
  }
  async savepoint(connection, savepointName, compileQuery) {
    await connection.executeQuery(compileQuery(parseSavepointCommand("savepoint", savepointName), createQueryId()));
  }
  async rollbackToSavepoint(connection, savepointName, compileQuery) {
    await connection.executeQuery(compileQuery(parseSavepointCommand("rollback to", savepointName), createQueryId()));
  }
  async releaseSavepoint(connection, savepointName, compileQuery) {
    await connection.executeQuery(compileQuery(parseSavepointCommand("release", savepointName), createQueryId()));
  }
  async releaseConnection() {}
  async destroy() {
    this.#db?.close();
  }
}

class SqliteConnection {
  #db;
  constructor(db) {
    this.#db = db;
  }
  async executeQuery(compiledQuery) {
    let { sql, parameters } = compiledQuery, stmt = this.#db.prepare(sql);
    if (stmt.reader)
      return {
        rows: stmt.all(parameters)
      };
    let { changes, lastInsertRowid } = stmt.run(parameters);
    return {
      insertId: lastInsertRowid != null ? BigInt(lastInsertRowid) : void 0,
      numAffectedRows: changes != null ? BigInt(changes) : void 0,
      rows: []
    };
  }
  async* streamQuery(compiledQuery, _chunkSize) {
    let { sql, parameters, query } = compiledQuery, stmt = this.#db.prepare(sql);
    if (!SelectQueryNode.is(query))
      throw Error("Sqlite driver only supports streaming of select queries");
    let iter = stmt.iterate(parameters);
    for (let row of iter)
      yield {
        rows: [row]
      };
  }
}

// node_modules/kysely/dist/dialect/sqlite/sqlite-query-compiler.js
var ID_WRAP_REGEX = /"/g, JSON_PATH_MEMBER_ESCAPE_REGEX = /[\\'"]/g;

class SqliteQueryCompiler extends DefaultQueryCompiler {
  visitOrAction(node) {
    this.append("or "), this.append(node.action);
  }
  getCurrentParameterPlaceholder() {
    return "?";
  }
  getLeftExplainOptionsWrapper() {
    return "";
  }
  getRightExplainOptionsWrapper() {
    return "";
  }
  getLeftIdentifierWrapper() {
    return '"';
  }
  getRightIdentifierWrapper() {
    return '"';
  }
  getAutoIncrement() {
    return "autoincrement";
  }
  sanitizeIdentifier(identifier) {
    return identifier.replace(ID_WRAP_REGEX, '""');
  }
  sanitizeJSONPathMemberValue(value) {
    return value.replace(JSON_PATH_MEMBER_ESCAPE_REGEX, (char) => char === "\\" ? "\\\\" : char === "'" ? "''" : "\\\"");
  }
  visitDefaultInsertValue(_) {
    this.append("null");
  }
}

// node_modules/kysely/dist/plugin/noop-plugin.js
class NoopPlugin {
  transformQuery(args) {
    return args.node;
  }
  async transformResult(args) {
    return args.result;
  }
}

// node_modules/kysely/dist/migration/migrator.js
var DEFAULT_MIGRATION_TABLE = "kysely_migration", DEFAULT_MIGRATION_LOCK_TABLE = "kysely_migration_lock", DEFAULT_ALLOW_UNORDERED_MIGRATIONS = !1, MIGRATION_LOCK_ID = "migration_lock", NO_MIGRATIONS = freeze({ __noMigrations__: !0 }), CLOCK_BEHIND_WARNING_THRESHOLD_MILLISECONDS = 1000;

class Migrator {
  #props;
  constructor(props) {
    this.#props = freeze(props);
  }
  async getMigrations() {
    let executedMigrations = await this.#doesTableExist(this.#migrationTable) ? await this.#props.db.withPlugin(this.#schemaPlugin).selectFrom(this.#migrationTable).select(["name", "timestamp"]).$narrowType().execute() : [];
    return (await this.#resolveMigrations()).map(({ name, ...migration }) => {
      let executed = executedMigrations.find((it) => it.name === name);
      return {
        name,
        migration,
        executedAt: executed ? new Date(executed.timestamp) : void 0
      };
    });
  }
  async migrateToLatest(options) {
    return this.#migrate(() => ({ direction: "Up", step: 1 / 0 }), options);
  }
  async migrateTo(targetMigrationName, options) {
    return this.#migrate(({ migrations, executedMigrations, pendingMigrations }) => {
      if (isObject(targetMigrationName) && targetMigrationName.__noMigrations__ === !0)
        return { direction: "Down", step: 1 / 0 };
      if (!migrations.find((m) => m.name === targetMigrationName))
        throw Error(`migration "${targetMigrationName}" doesn't exist`);
      let executedIndex = executedMigrations.indexOf(targetMigrationName), pendingIndex = pendingMigrations.findIndex((m) => m.name === targetMigrationName);
      if (executedIndex !== -1)
        return {
          direction: "Down",
          step: executedMigrations.length - executedIndex - 1
        };
      if (pendingIndex !== -1)
        return { direction: "Up", step: pendingIndex + 1 };
      throw Error(`migration "${targetMigrationName}" isn't executed or pending`);
    }, options);
  }
  async migrateUp(options) {
    return this.#migrate(() => ({ direction: "Up", step: 1 }), options);
  }
  async migrateDown(options) {
    return this.#migrate(() => ({ direction: "Down", step: 1 }), options);
  }
  async#migrate(getMigrationDirectionAndStep, options) {
    try {
      return await this.#ensureMigrationTableSchemaExists(), await this.#ensureMigrationTableExists(), await this.#ensureMigrationLockTableExists(), await this.#ensureLockRowExists(), await this.#runMigrations(getMigrationDirectionAndStep, options);
    } catch (error) {
      if (error instanceof MigrationResultSetError)
        return error.resultSet;
      return { error };
    }
  }
  get #migrationTableSchema() {
    return this.#props.migrationTableSchema;
  }
  get #migrationTable() {
    return this.#props.migrationTableName ?? DEFAULT_MIGRATION_TABLE;
  }
  get #migrationLockTable() {
    return this.#props.migrationLockTableName ?? DEFAULT_MIGRATION_LOCK_TABLE;
  }
  get #allowUnorderedMigrations() {
    return this.#props.allowUnorderedMigrations ?? DEFAULT_ALLOW_UNORDERED_MIGRATIONS;
  }
  get #schemaPlugin() {
    if (this.#migrationTableSchema)
      return new WithSchemaPlugin(this.#migrationTableSchema);
    return new NoopPlugin;
  }
  async#ensureMigrationTableSchemaExists() {
    if (!this.#migrationTableSchema)
      return;
    if (await this.#doesSchemaExist())
      return;
    try {
      await this.#createIfNotExists(this.#props.db.schema.createSchema(this.#migrationTableSchema));
    } catch (error) {
      if (!await this.#doesSchemaExist())
        throw error;
    }
  }
  async#ensureMigrationTableExists() {
    if (await this.#doesTableExist(this.#migrationTable))
      return;
    try {
      await this.#createIfNotExists(this.#props.db.schema.withPlugin(this.#schemaPlugin).createTable(this.#migrationTable).addColumn("name", "varchar(255)", (col) => col.notNull().primaryKey()).addColumn("timestamp", "varchar(255)", (col) => col.notNull()));
    } catch (error) {
      if (!await this.#doesTableExist(this.#migrationTable))
        throw error;
    }
  }
  async#ensureMigrationLockTableExists() {
    if (await this.#doesTableExist(this.#migrationLockTable))
      return;
    try {
      await this.#createIfNotExists(this.#props.db.schema.withPlugin(this.#schemaPlugin).createTable(this.#migrationLockTable).addColumn("id", "varchar(255)", (col) => col.notNull().primaryKey()).addColumn("is_locked", "integer", (col) => col.notNull().defaultTo(0)));
    } catch (error) {
      if (!await this.#doesTableExist(this.#migrationLockTable))
        throw error;
    }
  }
  async#ensureLockRowExists() {
    if (await this.#doesLockRowExists())
      return;
    try {
      await this.#props.db.withPlugin(this.#schemaPlugin).insertInto(this.#migrationLockTable).values({ id: MIGRATION_LOCK_ID, is_locked: 0 }).execute();
    } catch (error) {
      if (!await this.#doesLockRowExists())
        throw error;
    }
  }
  async#doesSchemaExist() {
    return (await this.#props.db.introspection.getSchemas()).some((it) => it.name === this.#migrationTableSchema);
  }
  async#doesTableExist(tableName) {
    let schema = this.#migrationTableSchema;
    return (await this.#props.db.introspection.getTables({
      withInternalKyselyTables: !0
    })).some((it) => it.name === tableName && (!schema || it.schema === schema));
  }
  async#doesLockRowExists() {
    return !!await this.#props.db.withPlugin(this.#schemaPlugin).selectFrom(this.#migrationLockTable).where("id", "=", MIGRATION_LOCK_ID).select("id").executeTakeFirst();
  }
  async#runMigrations(getMigrationDirectionAndStep, options) {
    let adapter = this.#props.db.getExecutor().adapter, lockOptions = freeze({
      lockTable: this.#props.migrationLockTableName ?? DEFAULT_MIGRATION_LOCK_TABLE,
      lockRowId: MIGRATION_LOCK_ID,
      lockTableSchema: this.#props.migrationTableSchema
    }), run = async (db) => {
      let state = await this.#getState(db);
      if (state.migrations.length === 0)
        return { results: [] };
      let { direction, step } = getMigrationDirectionAndStep(state);
      if (step <= 0)
        return { results: [] };
      if (direction === "Down")
        return await this.#migrateDown(db, state, step);
      else if (direction === "Up")
        return await this.#migrateUp(db, state, step);
      return { results: [] };
    }, runWithLock = async (db, cb) => {
      try {
        return await adapter.acquireMigrationLock(db, lockOptions), await cb(db);
      } finally {
        await adapter.releaseMigrationLock(db, lockOptions);
      }
    }, disableTransactions = options?.disableTransactions ?? this.#props.disableTransactions;
    if (this.#props.db.isTransaction) {
      if (!adapter.supportsTransactionalDdl)
        throw Error("Transactional DDL is not supported in this dialect. Passing a transaction to this migrator would result in failure or unexpected behavior.");
      if (disableTransactions)
        throw Error("`disableTransactions` is true but the migrator was given a transaction. Passing a transaction to this migrator would result in failure or unexpected behavior.");
      return runWithLock(this.#props.db, run);
    }
    if (adapter.supportsTransactionalDdl && !disableTransactions)
      return this.#props.db.connection().execute((db) => runWithLock(db, (db) => db.transaction().execute((trx) => run(trx))));
    return this.#props.db.connection().execute((db) => runWithLock(db, run));
  }
  async#getState(db) {
    let migrations = await this.#resolveMigrations(), { executedMigrations, maxExecutedAt } = await this.#getExecutedMigrations(db);
    if (this.#ensureNoMissingMigrations(migrations, executedMigrations), !this.#allowUnorderedMigrations)
      this.#ensureMigrationsInOrder(migrations, executedMigrations);
    let pendingMigrations = this.#getPendingMigrations(migrations, executedMigrations);
    return freeze({
      migrations,
      executedMigrations,
      lastMigration: getLast(executedMigrations),
      maxExecutedAt,
      pendingMigrations
    });
  }
  #getPendingMigrations(migrations, executedMigrations) {
    return migrations.filter((migration) => !executedMigrations.includes(migration.name));
  }
  async#resolveMigrations() {
    let allMigrations = await this.#props.provider.getMigrations();
    return Object.keys(allMigrations).sort().map((name) => ({
      ...allMigrations[name],
      name
    }));
  }
  async#getExecutedMigrations(db) {
    let rows = await db.withPlugin(this.#schemaPlugin).selectFrom(this.#migrationTable).select(["name", "timestamp"]).$narrowType().execute();
    if (rows.length === 0)
      return { executedMigrations: [], maxExecutedAt: 0 };
    if (rows.length === 1) {
      let [{ name, timestamp }] = rows;
      return {
        executedMigrations: [name],
        maxExecutedAt: this.#getExecutedAt(name, timestamp)
      };
    }
    let nameComparator = this.#props.nameComparator || ((a, b) => a.localeCompare(b)), maxExecutedAt = 0;
    return { executedMigrations: rows.sort((a, b) => {
      let aExecutedAt = this.#getExecutedAt(a.name, a.timestamp), bExecutedAt = this.#getExecutedAt(b.name, b.timestamp);
      if (maxExecutedAt = Math.max(maxExecutedAt, aExecutedAt, bExecutedAt), aExecutedAt === bExecutedAt)
        return nameComparator(a.name, b.name);
      return aExecutedAt - bExecutedAt;
    }).map((it) => it.name), maxExecutedAt };
  }
  #getExecutedAt(name, timestamp) {
    let executedAt = new Date(timestamp).getTime();
    if (Number.isNaN(executedAt))
      throw Error(`corrupted migrations: previously executed migration ${name} has an invalid timestamp ${timestamp}`);
    return executedAt;
  }
  #ensureNoMissingMigrations(migrations, executedMigrations) {
    for (let executed of executedMigrations)
      if (!migrations.some((it) => it.name === executed))
        throw Error(`corrupted migrations: previously executed migration ${executed} is missing`);
  }
  #ensureMigrationsInOrder(migrations, executedMigrations) {
    for (let i = 0;i < executedMigrations.length; ++i)
      if (migrations[i].name !== executedMigrations[i])
        throw Error(`corrupted migrations: expected previously executed migration ${executedMigrations[i]} to be at index ${i} but ${migrations[i].name} was found in its place. New migrations must always have a name that comes alphabetically after the last executed migration.`);
  }
  async#migrateDown(db, state, step) {
    let migrationsToRollback = state.executedMigrations.toReversed().slice(0, step).map((name) => state.migrations.find((it) => it.name === name)), results = migrationsToRollback.map((migration) => ({
      migrationName: migration.name,
      direction: "Down",
      status: "NotExecuted"
    }));
    for (let i = 0;i < results.length; ++i) {
      let migration = migrationsToRollback[i];
      try {
        if (migration.down)
          await migration.down(db), await db.withPlugin(this.#schemaPlugin).deleteFrom(this.#migrationTable).where("name", "=", migration.name).execute(), results[i] = {
            migrationName: migration.name,
            direction: "Down",
            status: "Success"
          };
      } catch (error) {
        throw results[i] = {
          migrationName: migration.name,
          direction: "Down",
          status: "Error"
        }, new MigrationResultSetError({
          error,
          results
        });
      }
    }
    return { results };
  }
  async#migrateUp(db, state, step) {
    let results = state.pendingMigrations.slice(0, step).map((migration) => ({
      migrationName: migration.name,
      direction: "Up",
      status: "NotExecuted"
    })), { maxExecutedAt } = state;
    for (let i = 0;i < results.length; i++) {
      let migration = state.pendingMigrations[i];
      try {
        await migration.up(db), maxExecutedAt = this.#getNextExecutedAt(maxExecutedAt), await db.withPlugin(this.#schemaPlugin).insertInto(this.#migrationTable).values({
          name: migration.name,
          timestamp: new Date(maxExecutedAt).toISOString()
        }).execute(), results[i] = {
          migrationName: migration.name,
          direction: "Up",
          status: "Success"
        };
      } catch (error) {
        throw results[i] = {
          migrationName: migration.name,
          direction: "Up",
          status: "Error"
        }, new MigrationResultSetError({
          error,
          results
        });
      }
    }
    return { results };
  }
  async#createIfNotExists(qb) {
    if (this.#props.db.getExecutor().adapter.supportsCreateIfNotExists)
      qb = qb.ifNotExists();
    await qb.execute();
  }
  #getNextExecutedAt(maxExecutedAt) {
    let now = Date.now();
    if (now > maxExecutedAt)
      return now;
    if (maxExecutedAt - now >= CLOCK_BEHIND_WARNING_THRESHOLD_MILLISECONDS)
      warnOnce("The machine clock is behind the latest migration `executedAt`. Recording migrations 1 millisecond after it instead.");
    return maxExecutedAt + 1;
  }
}

class MigrationResultSetError extends Error {
  #resultSet;
  constructor(result) {
    super();
    this.#resultSet = result;
  }
  get resultSet() {
    return this.#resultSet;
  }
}

// node_modules/kysely/dist/dialect/sqlite/sqlite-introspector.js
class SqliteIntrospector {
  #db;
  constructor(db) {
    this.#db = db;
  }
  async getSchemas() {
    return [];
  }
  async getTables(options = { withInternalKyselyTables: !1 }) {
    return await this.#getTableMetadata(options);
  }
  #tablesQuery(qb, options) {
    let tablesQuery = qb.selectFrom("sqlite_master").where("type", "in", ["table", "view"]).where("name", "not like", "sqlite_%").select(["name", "sql", "type"]).orderBy("name");
    if (!options.withInternalKyselyTables)
      tablesQuery = tablesQuery.where("name", "!=", DEFAULT_MIGRATION_TABLE).where("name", "!=", DEFAULT_MIGRATION_LOCK_TABLE);
    return tablesQuery;
  }
  async#getTableMetadata(options) {
    let tablesResult = await this.#tablesQuery(this.#db, options).execute(), tableMetadata = await this.#db.with("table_list", (qb) => this.#tablesQuery(qb, options)).selectFrom([
      "table_list as tl",
      sql`pragma_table_info(tl.name)`.as("p")
    ]).select([
      "tl.name as table",
      "p.cid",
      "p.name",
      "p.type",
      "p.notnull",
      "p.dflt_value",
      "p.pk"
    ]).orderBy("tl.name").orderBy("p.cid").execute(), columnsByTable = {};
    for (let row of tableMetadata)
      columnsByTable[row.table] ??= [], columnsByTable[row.table].push(row);
    return tablesResult.map(({ name, sql, type }) => {
      let autoIncrementCol = sql?.split(/[\(\),]/)?.find((it) => it.toLowerCase().includes("autoincrement"))?.trimStart()?.split(/\s+/)?.[0]?.replace(/["`]/g, ""), columns = columnsByTable[name] ?? [];
      if (!autoIncrementCol) {
        let pkCols = columns.filter((r) => r.pk > 0);
        if (pkCols.length === 1 && pkCols[0].type.toLowerCase() === "integer")
          autoIncrementCol = pkCols[0].name;
      }
      return {
        name,
        isView: type === "view",
        isForeign: !1,
        columns: columns.map((col) => ({
          name: col.name,
          dataType: col.type,
          isNullable: !col.notnull,
          isAutoIncrementing: col.name === autoIncrementCol,
          hasDefaultValue: col.dflt_value != null,
          comment: void 0
        }))
      };
    });
  }
}

// node_modules/kysely/dist/dialect/sqlite/sqlite-adapter.js
class SqliteAdapter extends DialectAdapterBase {
  get supportsMultipleConnections() {
    return !1;
  }
  get supportsTransactionalDdl() {
    return !1;
  }
  get supportsReturning() {
    return !0;
  }
  async acquireMigrationLock(_db, _opt) {}
  async releaseMigrationLock(_db, _opt) {}
}

// node_modules/kysely/dist/dialect/sqlite/sqlite-dialect.js
class SqliteDialect {
  #config;
  constructor(config) {
    this.#config = freeze({ ...config });
  }
  createDriver() {
    return new SqliteDriver(this.#config);
  }
  createQueryCompiler() {
    return new SqliteQueryCompiler;
  }
  createAdapter() {
    return new SqliteAdapter;
  }
  createIntrospector(db) {
    return new SqliteIntrospector(db);
  }
}

// src/store/sqlite/open/connection.ts
import { constants } from "bun:sqlite";
var bindings = (parameters) => parameters;
function toKyselyDatabase(db) {
  return {
    close: () => db.close(),
    prepare(text) {
      let statement = db.query(text);
      return {
        reader: statement.columnNames.length > 0,
        all: (parameters) => statement.all(...bindings(parameters)),
        run: (parameters) => statement.run(...bindings(parameters)),
        iterate: (parameters) => statement.iterate(...bindings(parameters))
      };
    }
  };
}
var LOG_PAGES = 16384, CACHE_KIB = 8192, WAL_RETRY_MS = 5;
function switchToWal(db, busyTimeoutMs) {
  let endMs = performance.now() + busyTimeoutMs;
  for (;; ) {
    try {
      return void db.run("PRAGMA journal_mode = WAL");
    } catch (error) {
      if (errorCode(error)?.startsWith("SQLITE_BUSY") !== !0 || performance.now() > endMs)
        throw error;
    }
    Bun.sleepSync(WAL_RETRY_MS);
  }
}
var OPEN_ATTEMPTS = 20;
function openConnection(path, options) {
  let setAside = [];
  for (let attempt = 1;; attempt += 1) {
    let connection = open(path, options, setAside);
    if (attempt === OPEN_ATTEMPTS || isProvedLog(path, options.key))
      return connection;
    connection.db.close();
  }
}
function open(path, options, setAside) {
  let db;
  try {
    if (setAside.push(...secureSidecars(path, options.key, options.durability)), assertRegular(path), db = new OwnedDatabase(path, { create: !1, readwrite: !0, strict: !0 }), db.fileControl(constants.SQLITE_FCNTL_PERSIST_WAL, 1), db.run(`PRAGMA busy_timeout = ${Math.floor(options.busyTimeoutMs)}`), assertVersion2(db), switchToWal(db, options.busyTimeoutMs), db.run(`PRAGMA synchronous = ${options.durability === "power" ? "FULL" : "NORMAL"}`), options.durability === "power")
      db.run("PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON");
    db.run(`PRAGMA wal_autocheckpoint = ${LOG_PAGES}`), db.run(`PRAGMA journal_size_limit = ${LOG_PAGES * 4096}; PRAGMA cache_size = -${CACHE_KIB}`), db.run("PRAGMA foreign_keys = OFF"), db.run("PRAGMA trusted_schema = OFF");
  } catch (cause) {
    if (db?.close(), cause instanceof HiveError)
      throw cause;
    throw unavailable(path, cause);
  }
  return { db, kysely: kyselyOf(db), busyTimeoutMs: options.busyTimeoutMs, setAside };
}
var kyselyOf = (db) => new Kysely({ dialect: new SqliteDialect({ database: toKyselyDatabase(db) }) });
function rollBack(db) {
  try {
    if (db.inTransaction)
      db.run("ROLLBACK");
  } catch (error) {
    if (!isStoreUnavailable(error))
      throw error;
  }
}

export { AbortedTransactionError, Kysely, DefaultQueryCompiler, CompiledQuery, DialectAdapterBase, parseSavepointCommand, DEFAULT_MIGRATION_TABLE, DEFAULT_MIGRATION_LOCK_TABLE, Migrator, openConnection, kyselyOf, rollBack };
