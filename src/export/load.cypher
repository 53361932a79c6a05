// Loads nodes.csv and edges.csv from Neo4j's import folder. Run it again after a new export: nothing is doubled.
CREATE CONSTRAINT region IF NOT EXISTS FOR (n:Region) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT mechanism IF NOT EXISTS FOR (n:Mechanism) REQUIRE n.id IS UNIQUE;
LOAD CSV WITH HEADERS FROM 'file:///nodes.csv' AS row
  WITH row WHERE row.kind = 'region'
  MERGE (n:Region {id: row.id}) SET n.name = row.name, n.level = row.level, n.parent = row.parent, n.iri = row.iri;
LOAD CSV WITH HEADERS FROM 'file:///nodes.csv' AS row
  WITH row WHERE row.kind = 'mechanism'
  MERGE (n:Mechanism {id: row.id}) SET n.name = row.name, n.form = row.form, n.function = toInteger(row.function),
    n.function_label = row.function_label, n.candidate = (row.candidate = 'true'), n.iri = row.iri;
LOAD CSV WITH HEADERS FROM 'file:///edges.csv' AS row
  MATCH (region:Region {id: row.source}), (mechanism:Mechanism {id: row.target})
  MERGE (region)-[fact:PRACTISES {id: row.id}]->(mechanism)
  SET fact.status = row.status, fact.coverage = row.coverage, fact.since = row.since,
    fact.since_year = toInteger(row.since_year), fact.tier = split(row.tier, '|'), fact.role = split(row.role, '|'),
    fact.origins = toInteger(row.origins), fact.quote = row.quote, fact.article = row.article, fact.iri = row.iri;
