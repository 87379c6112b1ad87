using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

/// <summary>Names that only the quotes make names, and SQL with one of them wherever a name or a text can stand.</summary>
internal static partial class OddNames
{
    private const int LongestName = 63;

    public static TheoryData<string> All =>
    [
        "q\"uo'te; \\back",
        "line\nbreak\r\ttab",
        " $$ $1 $_$ %s ",
        "-- /* comment",
        new string('x', LongestName),
        string.Concat(Enumerable.Repeat("日", LongestName / 3)),
        "select",
        "Upper.dotted,{brace}(x)=>",
    ];

    /// <summary>
    /// The SQL with «» for the name as an identifier, «1» for another that ends like it; ‹› and ‹1› for them as texts, § for the text that
    /// names a sequence.
    /// </summary>
    public static string In(string sql, string name) => Place().Replace(
        sql,
        match => match.Value[0] switch
        {
            '«' => SqlText.Identifier(Variant(name, match.Groups["which"].Value)),
            '‹' => SqlText.Literal(Variant(name, match.Groups["which"].Value)),
            _ => SqlText.Literal(SqlText.Qualified(Variant(name, "2"), Variant(name, "s"))),
        });

    /// <summary>A name that ends like the other. What the server makes of one at its end (array types, indexes) stays different, too.</summary>
    public static string Variant(string name, string which)
    {
        while (Encoding.UTF8.GetByteCount(which + name) > LongestName) name = name[..^1];
        return which + name;
    }

    [GeneratedRegex("[«‹](?<which>[a-z0-9]?)[»›]|§")]
    private static partial Regex Place();

    /// <summary>Each kind of object, in each position. Schema «» is for types and routines, «2» for relations.</summary>
    public const string Everywhere =
        """
        SET check_function_bodies = off;
        CREATE ROLE «»; CREATE ROLE «1»; CREATE ROLE «2» SUPERUSER;
        CREATE SCHEMA «» AUTHORIZATION «1»; CREATE SCHEMA «2»;
        CREATE EXTENSION citext SCHEMA «2»;
        CREATE FUNCTION «».«h»() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
        CREATE FUNCTION «».«i»(internal) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_inline_handler';
        CREATE FUNCTION «».«v»(oid) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_validator';
        CREATE LANGUAGE «» HANDLER «».«h» INLINE «».«i» VALIDATOR «».«v»;
        CREATE ACCESS METHOD «» TYPE TABLE HANDLER heap_tableam_handler;
        CREATE COLLATION «».«» FROM "C";
        CREATE TYPE «».«» AS ENUM (‹›, ‹1›);
        CREATE TYPE «».«3» AS («» integer, «1» «».«», «2» text COLLATE «».«»);
        CREATE TYPE «».«4» AS RANGE (subtype = text, collation = «».«», multirange_type_name = «».«5»);
        CREATE DOMAIN «».«6» AS text COLLATE «».«» DEFAULT ‹› CONSTRAINT «» CHECK (value <> ‹1›);
        CREATE TYPE «».«y»;
        CREATE FUNCTION «».«»(«» integer, «1» «».«3», «2» text DEFAULT ‹›, OUT «3» «».«») LANGUAGE plpgsql SET search_path = «», «2» SET "odd.value" = ‹› AS ‹›;
        CREATE FUNCTION «».«2»() RETURNS TABLE («» integer, «1» text) LANGUAGE «» AS ‹›;
        CREATE FUNCTION «».«3»(«» integer) RETURNS text LANGUAGE sql IMMUTABLE RETURN ‹› || «»;
        CREATE PROCEDURE «».«1»(«» integer) LANGUAGE plpgsql AS ‹›;
        CREATE FUNCTION «».«7»(integer, integer) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'int4pl';
        CREATE AGGREGATE «».«8»(«» integer) (SFUNC = «».«7», STYPE = integer, INITCOND = '0');
        CREATE FUNCTION «».«9»(integer, integer) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4eq';
        CREATE OPERATOR «».=== (FUNCTION = «».«9», LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = OPERATOR(«».===));
        CREATE OPERATOR FAMILY «».«» USING hash;
        CREATE OPERATOR CLASS «».«1» FOR TYPE integer USING hash FAMILY «».«» AS OPERATOR 1 «».===, FUNCTION 1 hashint4(integer);
        CREATE FUNCTION «».«a»(«».«3») RETURNS text LANGUAGE sql AS 'SELECT NULL';
        CREATE CAST («».«3» AS text) WITH FUNCTION «».«a»(«».«3»);
        CREATE CONVERSION «».«» FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
        CREATE TEXT SEARCH PARSER «».«» (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
        CREATE TEXT SEARCH TEMPLATE «».«» (INIT = dsimple_init, LEXIZE = dsimple_lexize);
        CREATE TEXT SEARCH DICTIONARY «».«» (TEMPLATE = «».«», STOPWORDS = english);
        CREATE TEXT SEARCH CONFIGURATION «».«» (PARSER = «».«»);
        ALTER TEXT SEARCH CONFIGURATION «».«» ADD MAPPING FOR word WITH «».«», simple;
        CREATE FUNCTION «».«b»() RETURNS trigger LANGUAGE plpgsql AS ‹›;
        CREATE FUNCTION «».«c»() RETURNS event_trigger LANGUAGE plpgsql AS ‹›;
        CREATE FUNCTION «».«d»(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
        CREATE SEQUENCE «2».«s»;
        CREATE TABLE «2».«» («» integer, «1» text DEFAULT ‹› NOT NULL, «2» «».«» DEFAULT ‹›, «3» integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME «2».«1»),
            «4» bigint DEFAULT nextval(§), «5» «».«3», «6» «».«6», «7» text COLLATE «».«», «8» «».«»[], «9» text GENERATED ALWAYS AS («».«3»(«»)) STORED,
            «a» «2».citext, CONSTRAINT «2» PRIMARY KEY («»), CONSTRAINT «3» UNIQUE («», «1»), CONSTRAINT «4» EXCLUDE USING hash («» «».«1» WITH OPERATOR(«».===)),
            CONSTRAINT «» CHECK («1» <> ‹1›));
        ALTER SEQUENCE «2».«s» OWNED BY «2».«».«4»;
        CREATE INDEX «5» ON «2».«» («1» COLLATE «».«», «».«d»(«»)) INCLUDE («7») WHERE «1» <> ‹›;
        CREATE STATISTICS «2».«» ON «», «1» FROM «2».«»;
        ALTER TABLE «2».«» ALTER «1» SET STATISTICS 5, ALTER «1» SET (n_distinct = 3), ALTER «7» SET STORAGE EXTERNAL;
        ALTER TABLE «2».«» CLUSTER ON «2», REPLICA IDENTITY USING INDEX «3»;
        CREATE TABLE «2».«d» («b» integer DEFAULT «».«d»(1)) INHERITS («2».«»);
        CREATE TABLE «2».«f» («» integer CONSTRAINT «» REFERENCES «2».«») USING «»;
        CREATE TABLE «2».«g» OF «».«3» («» DEFAULT 5);
        CREATE TABLE «2».«h» («» text) PARTITION BY LIST («»);
        CREATE TABLE «2».«i» PARTITION OF «2».«h» FOR VALUES IN (‹›, ‹1›);
        CREATE TABLE «2».«j» PARTITION OF «2».«h» DEFAULT PARTITION BY RANGE («» COLLATE «».«»);
        CREATE INDEX «k» ON «2».«h» («»);
        CREATE VIEW «2».«7» («», «1») AS SELECT «9».«», ‹› || «9».«1» AS «4» FROM «2».«» AS «9» WHERE «1» <> ‹›;
        ALTER VIEW «2».«7» ALTER «1» SET DEFAULT ‹›;
        CREATE RECURSIVE VIEW «2».«l» («») AS SELECT 1 UNION ALL SELECT «» + 1 FROM «l» WHERE «» < 5;
        CREATE MATERIALIZED VIEW «2».«8» AS SELECT «», «1» FROM «2».«»;
        CREATE INDEX «9» ON «2».«8» («»);
        CREATE RULE «» AS ON DELETE TO «2».«f» DO ALSO NOTIFY «»;
        CREATE TRIGGER «» BEFORE UPDATE OF «1» ON «2».«» FOR EACH ROW WHEN (OLD.«1» <> ‹›) EXECUTE FUNCTION «».«b»(‹›, ‹1›);
        CREATE TRIGGER «1» AFTER INSERT ON «2».«f» REFERENCING NEW TABLE AS «» FOR EACH STATEMENT EXECUTE FUNCTION «».«b»();
        ALTER TABLE «2».«» ENABLE ALWAYS TRIGGER «»;
        CREATE EVENT TRIGGER «» ON ddl_command_end WHEN TAG IN ('IMPORT FOREIGN SCHEMA') EXECUTE FUNCTION «».«c»();
        ALTER TABLE «2».«» ENABLE ROW LEVEL SECURITY;
        CREATE POLICY «» ON «2».«» FOR SELECT TO «» USING («1» = ‹›); CREATE POLICY «1» ON «2».«» AS RESTRICTIVE TO «1» WITH CHECK («1» = ‹1›);
        CREATE FOREIGN DATA WRAPPER «» OPTIONS (odd ‹›);
        CREATE SERVER «» TYPE ‹› VERSION ‹1› FOREIGN DATA WRAPPER «» OPTIONS (odd ‹›);
        CREATE USER MAPPING FOR «» SERVER «» OPTIONS (odd ‹›);
        CREATE FOREIGN TABLE «2».«m» («» integer OPTIONS (odd ‹›)) SERVER «» OPTIONS (odd ‹›);
        CREATE PUBLICATION «» FOR TABLE «2».«» («», «1») WHERE («1» <> ‹›);
        CREATE PUBLICATION «1» FOR TABLES IN SCHEMA «», «2»;
        CREATE SUBSCRIPTION «» CONNECTION 'dbname=none' PUBLICATION «», «1» WITH (connect = false, slot_name = NONE);
        ALTER DEFAULT PRIVILEGES FOR ROLE «» IN SCHEMA «» GRANT SELECT ON TABLES TO «1»;
        GRANT SELECT ON «2».«» TO «»; GRANT UPDATE («1») ON «2».«» TO «1» WITH GRANT OPTION; GRANT USAGE ON SCHEMA «2» TO «»;
        GRANT EXECUTE ON FUNCTION «».«»(integer, «».«3», text) TO «»; GRANT USAGE ON TYPE «».«3» TO «1»; GRANT USAGE ON SEQUENCE «2».«s» TO «»;
        GRANT USAGE ON FOREIGN SERVER «» TO «1»; GRANT USAGE ON FOREIGN DATA WRAPPER «» TO «1»;
        ALTER TABLE «2».«» OWNER TO «1»; ALTER VIEW «2».«7» OWNER TO «»; ALTER TYPE «».«» OWNER TO «»; ALTER FUNCTION «».«2»() OWNER TO «1»;
        ALTER AGGREGATE «».«8»(integer) OWNER TO «1»; ALTER PUBLICATION «» OWNER TO «2»; ALTER SERVER «» OWNER TO «2»; ALTER COLLATION «».«» OWNER TO «1»;
        ALTER OPERATOR «».=== (integer, integer) OWNER TO «1»; ALTER OPERATOR CLASS «».«1» USING hash OWNER TO «2»; ALTER CONVERSION «».«» OWNER TO «1»;
        ALTER TEXT SEARCH DICTIONARY «».«» OWNER TO «1»; ALTER LANGUAGE «» OWNER TO «2»; ALTER EVENT TRIGGER «» OWNER TO «2»; ALTER STATISTICS «2».«» OWNER TO «1»;
        COMMENT ON SCHEMA «» IS ‹›; COMMENT ON TABLE «2».«» IS ‹›; COMMENT ON COLUMN «2».«».«» IS ‹›; COMMENT ON CONSTRAINT «» ON «2».«» IS ‹›;
        COMMENT ON TYPE «».«» IS ‹›; COMMENT ON DOMAIN «».«6» IS ‹›; COMMENT ON CONSTRAINT «» ON DOMAIN «».«6» IS ‹›; COMMENT ON COLUMN «».«3».«» IS ‹›;
        COMMENT ON FUNCTION «».«2»() IS ‹›; COMMENT ON PROCEDURE «».«1»(integer) IS ‹›; COMMENT ON AGGREGATE «».«8»(integer) IS ‹›;
        COMMENT ON OPERATOR «».=== (integer, integer) IS ‹›; COMMENT ON OPERATOR CLASS «».«1» USING hash IS ‹›; COMMENT ON OPERATOR FAMILY «».«» USING hash IS ‹›;
        COMMENT ON CAST («».«3» AS text) IS ‹›; COMMENT ON COLLATION «».«» IS ‹›; COMMENT ON CONVERSION «».«» IS ‹›; COMMENT ON LANGUAGE «» IS ‹›;
        COMMENT ON TEXT SEARCH PARSER «».«» IS ‹›; COMMENT ON TEXT SEARCH TEMPLATE «».«» IS ‹›; COMMENT ON TEXT SEARCH DICTIONARY «».«» IS ‹›;
        COMMENT ON TEXT SEARCH CONFIGURATION «».«» IS ‹›; COMMENT ON SEQUENCE «2».«s» IS ‹›; COMMENT ON INDEX «2».«5» IS ‹›; COMMENT ON STATISTICS «2».«» IS ‹›;
        COMMENT ON VIEW «2».«7» IS ‹›; COMMENT ON COLUMN «2».«7».«1» IS ‹›; COMMENT ON MATERIALIZED VIEW «2».«8» IS ‹›; COMMENT ON RULE «» ON «2».«f» IS ‹›;
        COMMENT ON TRIGGER «» ON «2».«» IS ‹›; COMMENT ON EVENT TRIGGER «» IS ‹›; COMMENT ON POLICY «» ON «2».«» IS ‹›; COMMENT ON FOREIGN DATA WRAPPER «» IS ‹›;
        COMMENT ON SERVER «» IS ‹›; COMMENT ON FOREIGN TABLE «2».«m» IS ‹›; COMMENT ON PUBLICATION «» IS ‹›; COMMENT ON SUBSCRIPTION «» IS ‹›;
        COMMENT ON ACCESS METHOD «» IS ‹›; COMMENT ON EXTENSION citext IS ‹›;
        """;
}
