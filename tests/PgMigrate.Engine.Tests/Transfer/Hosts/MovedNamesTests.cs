using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

public sealed class MovedNamesTests
{
    private static readonly MovedNames Names = new(new Dictionary<(string, string), string>
    {
        [("public", "similarity")] = "extensions",
        [("public", "citext")] = "extensions",
        [("public", "%")] = "extensions",
        [("public", "<->>>")] = "extensions",
        [("public", "english")] = "Odd \"home",
        [("Ext", "Odd.Name")] = "extensions",
        [("public", "uuid_generate_v4")] = "extensions",
    });

    [Theory]
    [InlineData("SELECT public.similarity(a, b)", "SELECT extensions.similarity(a, b)")]
    [InlineData("a::public.citext[]", "a::extensions.citext[]")]
    [InlineData("SELECT PUBLIC.Similarity(a)", "SELECT extensions.Similarity(a)")]
    [InlineData("SELECT \"public\" . \"citext\"", "SELECT extensions . \"citext\"")]
    [InlineData("a OPERATOR(public.%) b OPERATOR(public.<->>>) c", "a OPERATOR(extensions.%) b OPERATOR(extensions.<->>>) c")]
    [InlineData("to_tsvector('public.english'::regconfig, a)", "to_tsvector('\"Odd \"\"home\".english'::regconfig, a)")]
    [InlineData("\"Ext\".\"Odd.Name\"", "extensions.\"Odd.Name\"")]
    // Other objects, columns, strings, comments and quoted names keep theirs.
    [InlineData("SELECT public.other(a), similarity(b)", "SELECT public.other(a), similarity(b)")]
    [InlineData("SELECT public.t.citext, x.public.citext", "SELECT public.t.citext, x.public.citext")]
    [InlineData("SELECT 'public.citext', /* public.citext */ 1 -- public.citext", "SELECT 'public.citext', /* public.citext */ 1 -- public.citext")]
    [InlineData("SELECT \"public.citext\", \"Public\".citext", "SELECT \"public.citext\", \"Public\".citext")]
    [InlineData("SELECT 'it''s public.english'::text", "SELECT 'it''s public.english'::text")]
    public void Follow_the_objects_and_nothing_else(string sql, string expected) => Assert.Equal(expected, Names.Rewrite(sql));

    [Fact]
    public void Follow_into_the_bodies_of_routines_alone()
    {
        const string Body = "CREATE FUNCTION f() AS $_$ BEGIN x := public.uuid_generate_v4(); EXECUTE $q$SELECT public.citext 'a'$q$; y := 'public.citext'; END $_$";

        Assert.Equal(Body, Names.Rewrite(Body));
        Assert.Equal(
            "CREATE FUNCTION f() AS $_$ BEGIN x := extensions.uuid_generate_v4(); EXECUTE $q$SELECT extensions.citext 'a'$q$; y := 'public.citext'; END $_$",
            Names.Rewrite(Body, withBodies: true));
        Assert.Equal("AS $$ it's no SQL: public.citext $$", Names.Rewrite("AS $$ it's no SQL: public.citext $$", withBodies: true));
    }
}
