using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class TextSearchEntriesTests(TestServers servers)
{
    internal const string TextSearch =
        """
        DO $$ BEGIN CREATE ROLE search_owner; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA app;
        CREATE SCHEMA "Odd ""search";
        CREATE FUNCTION app.start(internal, integer) RETURNS internal LANGUAGE internal STRICT AS 'prsd_start';
        CREATE TEXT SEARCH PARSER app.bare (START = app.start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
        CREATE TEXT SEARCH PARSER "Odd ""search"."Odd ""parser" (
            START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, HEADLINE = prsd_headline, LEXTYPES = prsd_lextype);
        CREATE TEXT SEARCH TEMPLATE app.bare (LEXIZE = dsimple_lexize);
        CREATE TEXT SEARCH TEMPLATE app."Odd ""template" (INIT = dsimple_init, LEXIZE = dsimple_lexize);
        CREATE TEXT SEARCH DICTIONARY app.bare (TEMPLATE = pg_catalog.simple);
        CREATE TEXT SEARCH DICTIONARY "Odd ""search"."Odd ""words" (TEMPLATE = app."Odd ""template", STOPWORDS = english, "accept" = false);
        CREATE TEXT SEARCH DICTIONARY app.stem (TEMPLATE = snowball, LANGUAGE = german, STOPWORDS = 'german');
        CREATE TEXT SEARCH CONFIGURATION app.empty (PARSER = "default");
        CREATE TEXT SEARCH CONFIGURATION app.copied (COPY = pg_catalog.english);
        CREATE TEXT SEARCH CONFIGURATION "Odd ""search"."Odd ""one" (PARSER = "Odd ""search"."Odd ""parser");
        ALTER TEXT SEARCH CONFIGURATION "Odd ""search"."Odd ""one" ADD MAPPING FOR word, asciiword WITH app.stem, "Odd ""search"."Odd ""words", english_stem;
        ALTER TEXT SEARCH CONFIGURATION "Odd ""search"."Odd ""one" ADD MAPPING FOR int, "float" WITH app.bare;
        COMMENT ON TEXT SEARCH PARSER app.bare IS 'it''s a parser';
        COMMENT ON TEXT SEARCH TEMPLATE app.bare IS 'it''s a template';
        COMMENT ON TEXT SEARCH DICTIONARY app.bare IS 'it''s a dictionary';
        COMMENT ON TEXT SEARCH CONFIGURATION app.empty IS 'it''s a configuration';
        ALTER TEXT SEARCH DICTIONARY app.bare OWNER TO search_owner;
        ALTER TEXT SEARCH CONFIGURATION app.empty OWNER TO search_owner;
        """;

    [Fact]
    public Task Writes_text_search_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(servers, TextSearch);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public Task Restores_text_search_on_every_version(int major) => SchemaCheck.RequireSameCloneAsync(servers, TextSearch, major);
}
