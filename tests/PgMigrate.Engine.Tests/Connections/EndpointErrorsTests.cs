using PgMigrate.Engine.Connections;
using Xunit;

namespace PgMigrate.Engine.Tests.Connections;

public sealed class EndpointErrorsTests
{
    private const string Canary = "c4n4ry";

    [Theory]
    [InlineData("postgres://u:[YOUR-PASSWORD]@db.abcdefghijklmnopqrst.supabase.co:5432/postgres", "PasswordPlaceholder")]
    [InlineData("postgres://u:%5BYOUR-PASSWORD%5D@h/d", "PasswordPlaceholder")]
    [InlineData("postgres://u:<password>@h/d", "PasswordPlaceholder")]
    [InlineData("Host=h;Username=u;Password=YOUR_PASSWORD", "PasswordPlaceholder")]
    [InlineData("postgres://postgres.[YOUR-PROJECT-REF]:c4n4ry@h/d", "EndpointPlaceholder")]
    [InlineData("mysql://u:c4n4ry@h/d", "InvalidEndpoint")]
    [InlineData("postgres://u:c4n4ry@h:notaport/d", "InvalidEndpoint")]
    [InlineData("postgres://u:c4n4ry@h:99999/d", "InvalidEndpoint")]
    [InlineData("postgres://u:c4n4ry%@h/d", "InvalidEndpoint")]
    [InlineData("postgres://u:c4n4ry%FF@h/d", "InvalidEndpoint")]
    [InlineData("postgres://u:c4n4ry%00@h/d", "InvalidEndpoint")]
    [InlineData("postgres://u:c4n4ry@ho st/d", "InvalidEndpoint")]
    [InlineData("postgres://u:c4n4ry@[::zz]/d", "InvalidEndpoint")]
    [InlineData("postgres://u:c4n4ry@h/d?sslmode=c4n4ry", "InvalidEndpoint")]
    [InlineData("postgres://u:c4n4ry@h/d?sslmode", "InvalidEndpoint")]
    [InlineData("host=h password='c4n4ry", "InvalidEndpoint")]
    [InlineData("host=h pass word=c4n4ry", "InvalidEndpoint")]
    [InlineData("host=a,b,c port=1,2 password=c4n4ry", "InvalidEndpoint")]
    [InlineData("Host=h;Password=\"c4n4ry", "InvalidEndpoint")]
    [InlineData("c4n4ry", "InvalidEndpoint")]
    [InlineData("", "InvalidEndpoint")]
    [InlineData("sqlite://", "InvalidEndpoint")]
    [InlineData("sqlite:///:memory:", "InvalidEndpoint")]
    [InlineData("env:PGMIGRATE_NO_SUCH_VARIABLE", "EnvironmentVariableNotFound")]
    [InlineData("dotenv:/no/such/.env", "DotenvFileNotFound")]
    public void Says_what_is_wrong_without_repeating_the_password(string text, string errorId)
    {
        var error = Assert.Throws<MigrationException>(() => EndpointParser.Parse(text));

        Assert.Equal(errorId, error.ErrorId);
        Assert.NotEmpty(error.Remedy!);
        Assert.DoesNotContain(Canary, error + error.Remedy + error.Subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("password!")]
    [InlineData("my-password")]
    [InlineData("[x7Password]")]
    public void Takes_a_weak_password_for_a_password(string password)
        => Assert.Equal(password, EndpointParser.Parse($"postgres://u:{password}@h/d").Password);

    [Fact]
    public void Names_the_variable_that_an_env_file_lacks()
    {
        var file = Path.GetTempFileName();
        try
        {
            var error = Assert.Throws<MigrationException>(() => EndpointParser.Parse($"dotenv:{file}#MISSING"));

            Assert.Equal("DotenvVariableNotFound", error.ErrorId);
            Assert.Contains("MISSING", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Ends_when_env_files_refer_to_each_other()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, $"DATABASE_URL=dotenv:{file}");

            Assert.Equal("InvalidEndpoint", Assert.Throws<MigrationException>(() => EndpointParser.Parse("dotenv:" + file)).ErrorId);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
